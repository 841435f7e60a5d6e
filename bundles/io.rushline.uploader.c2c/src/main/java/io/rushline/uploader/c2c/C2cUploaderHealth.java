package io.rushline.uploader.c2c;

import io.rushline.uploader.api.Uploader;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when the uploader does not decide anything any more. */
@Component(property = {HealthCheck.NAME + "=Uploader", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.uploader.c2c"})
public final class C2cUploaderHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(component.name=io.rushline.uploader.c2c.C2cUploader)")
    volatile Uploader own;

    @Override
    public Result execute() {
        return own instanceof C2cUploader there ? there.health() : new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.");
    }
}
