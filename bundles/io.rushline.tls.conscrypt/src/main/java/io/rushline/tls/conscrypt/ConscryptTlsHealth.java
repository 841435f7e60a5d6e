package io.rushline.tls.conscrypt;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when the native library is there and gives no TLS. */
@Component(property = {HealthCheck.NAME + "=Native TLS", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.tls.conscrypt"})
public final class ConscryptTlsHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile ConscryptTls own;

    @Override
    public Result execute() {
        ConscryptTls there = own;
        return there == null ? new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.") : there.health();
    }
}
