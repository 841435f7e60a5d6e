package io.rushline.network.nm;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when nobody looks for NetworkManager any more; whether it is there is not asked. */
@Component(property = {HealthCheck.NAME + "=NetworkManager", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.network.nm"})
public final class NmHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile NmProvider own;

    @Override
    public Result execute() {
        NmProvider there = own;
        return there != null ? there.health() : new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.");
    }
}
