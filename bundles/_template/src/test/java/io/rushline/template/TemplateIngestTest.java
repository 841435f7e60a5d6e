package io.rushline.template;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.lang.annotation.Annotation;
import org.junit.Test;

public class TemplateIngestTest {

    @Test
    public void theLabelIsShown() {
        assertEquals("camera A", new TemplateIngest(settings("camera A")).status().name());
    }

    @Test
    public void anEmptyLabelIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new TemplateIngest(settings(" ")));
    }

    private static TemplateIngest.Settings settings(String label) {
        return new TemplateIngest.Settings() {
            @Override
            public String label() {
                return label;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return TemplateIngest.Settings.class;
            }
        };
    }
}
