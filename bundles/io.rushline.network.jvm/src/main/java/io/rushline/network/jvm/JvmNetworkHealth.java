package io.rushline.network.jvm;

import io.rushline.network.api.Network;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when nobody looks at the links any more; how they are is not asked. */
@Component(property = {HealthCheck.NAME + "=Network", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.network.jvm"})
public final class JvmNetworkHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(component.name=io.rushline.network.jvm.JvmNetwork)")
    volatile Network own;

    @Override
    public Result execute() {
        return own instanceof JvmNetwork there ? there.health() : new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.");
    }
}
