package io.rushline.ingest.recorder;

import io.rushline.ingest.api.Ingest;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when nobody looks at the recordings any more, or looking fails. */
@Component(property = {HealthCheck.NAME + "=Recorder ingest", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.ingest.recorder"})
public final class RecorderIngestHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(component.name=io.rushline.ingest.recorder.RecorderIngest)")
    volatile Ingest own;

    @Override
    public Result execute() {
        return own instanceof RecorderIngest there ? there.health() : new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.");
    }
}
