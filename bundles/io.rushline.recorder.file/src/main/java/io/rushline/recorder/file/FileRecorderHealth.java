package io.rushline.recorder.file;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Says whether this bundle's own code works: a folder that is away is not its fault. */
@Component(property = {HealthCheck.NAME + "=File recorders", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=" + FileRecorder.PID})
public final class FileRecorderHealth implements HealthCheck {

    private final Set<FileRecorder> recorders = ConcurrentHashMap.newKeySet();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addRecorder(FileRecorder came) {
        recorders.add(came);
    }

    void removeRecorder(FileRecorder went) {
        recorders.remove(went);
    }

    @Override
    public Result execute() {
        for (FileRecorder recorder : recorders) {
            if (recorder.failure().isPresent()) {
                return new Result(Result.Status.CRITICAL, "The recorder " + recorder.status().name() + " fails: " + recorder.failure().get());
            }
        }
        return new Result(Result.Status.OK, recorders.size() + " recorders look at their folders");
    }
}
