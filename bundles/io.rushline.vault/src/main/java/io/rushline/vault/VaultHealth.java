package io.rushline.vault;

import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** CRITICAL when what was encrypted is not decrypted again; a database or key file that cannot be read is a warning. */
@Component(property = {HealthCheck.NAME + "=Vault", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.vault"})
public final class VaultHealth implements HealthCheck {

    private static final byte[] PROBE = {1, 2, 3};

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(component.name=io.rushline.vault.DerbyVault)")
    volatile Vault vault;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(owner=io.rushline.vault)")
    volatile DataSource database;

    @Override
    public Result execute() {
        Vault now = vault;
        if (now == null) {
            return database == null ? new Result(Status.WARN, "It waits for its database.") : new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.");
        }
        try {
            boolean same = Arrays.equals(PROBE, now.open("vault.health", now.seal("vault.health", PROBE)));
            return same ? new Result(Status.OK, "What is encrypted is decrypted again.") : new Result(Status.CRITICAL, "What was decrypted is something else.");
        } catch (VaultException closed) {
            boolean outside = closed.code() == VaultException.Code.UNAVAILABLE;
            return new Result(outside ? Status.WARN : Status.CRITICAL, closed.getMessage(), closed);
        } catch (RuntimeException broken) {
            return new Result(Status.CRITICAL, "It cannot encrypt.", broken);
        }
    }
}
