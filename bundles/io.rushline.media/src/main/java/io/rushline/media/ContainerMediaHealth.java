package io.rushline.media;

import io.rushline.media.api.Media;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when a container is not understood that must be. */
@Component(property = {HealthCheck.NAME + "=Media", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.media"})
public final class ContainerMediaHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(component.name=io.rushline.media.ContainerMedia)")
    volatile Media own;

    @Override
    public Result execute() {
        return own instanceof ContainerMedia there ? there.health() : new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.");
    }
}
