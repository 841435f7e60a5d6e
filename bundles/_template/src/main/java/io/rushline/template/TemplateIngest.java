package io.rushline.template;

import io.rushline.ingest.api.Ingest;
import io.rushline.ingest.api.IngestStatus;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A place where clips come from that never has any: say here, in one sentence, what yours does. */
@Component
@Designate(ocd = TemplateIngest.Settings.class)
public final class TemplateIngest implements Ingest {

    /** What can be set: units in the names, defaults that work, sentences that a person understands. */
    @ObjectClassDefinition(name = "Template")
    public @interface Settings {
        @AttributeDefinition(description = "What the place is called in the console")
        String label() default "template";
    }

    private final String label;

    @Activate
    public TemplateIngest(Settings settings) {
        if (settings.label().isBlank()) {
            throw new IllegalArgumentException("label must not be empty: give the place a name");
        }
        this.label = settings.label();
    }

    @Override
    public IngestStatus status() {
        return new IngestStatus(label, "nowhere", IngestStatus.State.WATCHING, Optional.empty(), 0, 0, Optional.empty());
    }

    @Override
    public void rescan() {
        // nothing to look at
    }
}
