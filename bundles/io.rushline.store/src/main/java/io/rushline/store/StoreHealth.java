package io.rushline.store;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when the database is open and does not answer; where it cannot be opened, its disk is to blame as a rule, which is a warning. */
@Component(property = {HealthCheck.NAME + "=Store", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.store"})
public final class StoreHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Store own;

    @Override
    public Result execute() {
        Store there = own;
        return there == null ? new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.") : there.health();
    }
}
