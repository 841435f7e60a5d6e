package io.rushline.channel.c2c;

import io.rushline.channel.api.LiveChannel;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when the channel's own thread does not turn any more; whether the cloud is reached is not asked. */
@Component(property = {HealthCheck.NAME + "=Live channel", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.channel.c2c"})
public final class C2cChannelHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(component.name=io.rushline.channel.c2c.C2cChannel)")
    volatile LiveChannel own;

    @Override
    public Result execute() {
        return own instanceof C2cChannel there ? there.health() : new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.");
    }
}
