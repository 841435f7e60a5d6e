package io.rushline.fleet.hawkbit;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when the client's own code has failed; whether the server answers is not asked. */
@Component(property = {HealthCheck.NAME + "=Fleet", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.fleet.hawkbit"})
public final class HawkbitHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile HawkbitFleet own;

    @Override
    public Result execute() {
        HawkbitFleet there = own;
        return there == null ? new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.") : there.health();
    }
}
