package io.rushline.queue.derby;

import javax.sql.DataSource;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when the queue does not read while its database does. */
@Component(property = {HealthCheck.NAME + "=Queue", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.queue.derby"})
public final class QueueProviderHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile QueueProvider own;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(owner=io.rushline.queue.derby)")
    volatile DataSource database;

    @Override
    public Result execute() {
        QueueProvider there = own;
        if (there == null) {
            return database == null ? new Result(Status.WARN, "It waits for its database.") : new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.");
        }
        return there.health();
    }
}
