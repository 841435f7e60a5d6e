package io.rushline.delivery;

import jakarta.servlet.Servlet;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when an empty manifest and report cannot be written. */
@Component(property = {HealthCheck.NAME + "=Delivery", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.delivery"})
public final class DeliveryServletHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(component.name=io.rushline.delivery.DeliveryServlet)")
    volatile Servlet own;

    @Override
    public Result execute() {
        return own instanceof DeliveryServlet there ? there.health() : new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.");
    }
}
