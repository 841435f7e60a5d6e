package io.rushline.auth.c2c;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when the connector does not answer; whether the cloud does is not asked. */
@Component(property = {HealthCheck.NAME + "=Connector", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.auth.c2c"})
public final class C2cConnectorHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile C2cConnector own;

    @Override
    public Result execute() {
        C2cConnector there = own;
        return there == null ? new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.") : there.health();
    }
}
