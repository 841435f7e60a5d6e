package io.rushline.ingest.folder;

import io.rushline.ingest.api.Ingest;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when a watcher's thread has ended, or its looking fails for another reason than its disk or database. */
@Component(property = {HealthCheck.NAME + "=Watched folders", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.ingest.folder"})
public final class FolderIngestHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(component.name=" + FolderIngest.PID + ")")
    volatile List<Ingest> folders = List.of();

    @Override
    public Result execute() {
        List<Ingest> now = folders;
        return now.stream().filter(FolderIngest.class::isInstance).map(FolderIngest.class::cast).map(FolderIngest::broken).flatMap(Optional::stream).findFirst()
                .map(why -> new Result(Status.CRITICAL, why)).orElseGet(() -> new Result(Status.OK, "Folders that are watched: " + now.size() + "."));
    }
}
