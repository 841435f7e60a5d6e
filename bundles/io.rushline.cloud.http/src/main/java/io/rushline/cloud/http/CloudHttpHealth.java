package io.rushline.cloud.http;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when the client cannot be used; no request is made. */
@Component(property = {HealthCheck.NAME + "=Cloud", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.cloud.http"})
public final class CloudHttpHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile CloudHttp own;

    @Override
    public Result execute() {
        CloudHttp there = own;
        return there == null ? new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.") : there.health();
    }
}
