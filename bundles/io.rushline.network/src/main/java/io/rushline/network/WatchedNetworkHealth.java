package io.rushline.network;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when nobody watches the network any more; how it is is not asked. */
@Component(property = {HealthCheck.NAME + "=Network", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.network"})
public final class WatchedNetworkHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile WatchedNetwork own;

    @Override
    public Result execute() {
        WatchedNetwork there = own;
        return there == null ? new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.") : there.health();
    }
}
