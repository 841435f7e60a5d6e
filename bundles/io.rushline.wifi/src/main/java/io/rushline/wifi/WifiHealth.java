package io.rushline.wifi;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when nobody looks any more whether the hotspot is wanted; no radio is asked. */
@Component(property = {HealthCheck.NAME + "=Hotspot", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.wifi"})
public final class WifiHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile OwnWifi own;

    @Override
    public Result execute() {
        OwnWifi there = own;
        if (there == null) {
            return new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.");
        }
        return there.alive() ? new Result(Status.OK, "It is looked whether the hotspot is wanted.") : new Result(Status.CRITICAL, "Nobody looks any more whether the hotspot is wanted.");
    }
}
