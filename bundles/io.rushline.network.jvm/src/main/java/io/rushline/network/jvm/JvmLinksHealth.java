package io.rushline.network.jvm;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when nobody looks at the links any more; how they are is not asked. */
@Component(property = {HealthCheck.NAME + "=Links", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.network.jvm"})
public final class JvmLinksHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile JvmLinks own;

    @Override
    public Result execute() {
        JvmLinks there = own;
        return there == null ? new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.") : there.health();
    }
}
