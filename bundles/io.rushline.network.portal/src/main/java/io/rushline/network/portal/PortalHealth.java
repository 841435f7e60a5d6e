package io.rushline.network.portal;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when the proxy could not close in time any more; nothing is opened. */
@Component(property = {HealthCheck.NAME + "=Sign-in page", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.network.portal"})
public final class PortalHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile PortalProxy own;

    @Override
    public Result execute() {
        PortalProxy there = own;
        if (there == null) {
            return new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.");
        }
        return there.usable() ? new Result(Status.OK, "The way to a sign-in page can be opened.") : new Result(Status.CRITICAL, "Its thread has ended.");
    }
}
