package io.rushline.vault;

import io.rushline.status.api.Warning;
import io.rushline.status.api.Warning.Severity;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import io.rushline.vault.api.VaultException.Code;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Keeps secrets in the database, encrypted with a key in a file. */
@Component
public final class DerbyVault implements Vault {

    private static final Logger LOG = System.getLogger(DerbyVault.class.getName());
    private static final String UNUSABLE = "vault.key-unusable";

    private final SecretTable secrets;
    private final KeyFile keyFile;
    private final SecureRandom random;
    private final Function<Warning, Runnable> warnings;
    private final Clock clock;
    /** Ends of the warnings that show, by code. Guarded by this. */
    private final Map<String, Runnable> shown = new HashMap<>();
    /** Guarded by this; null while there is no usable key. */
    private Sealer sealer;

    @Activate
    public DerbyVault(BundleContext context, @Reference(target = "(owner=io.rushline.vault)") DataSource database) {
        this(home(context), database, new SecureRandom(), Clock.systemUTC(),
                warning -> context.registerService(Warning.class, warning, null)::unregister);
    }

    /** @param warnings shows a warning; what it returns ends that */
    DerbyVault(Path home, DataSource database, SecureRandom random, Clock clock, Function<Warning, Runnable> warnings) {
        this.secrets = new SecretTable(database);
        this.keyFile = new KeyFile(home);
        this.random = random;
        this.clock = clock;
        this.warnings = warnings;
        try {
            sealer();
        } catch (VaultException unusable) {
            LOG.log(Level.ERROR, "The vault stays closed until its key can be read", unusable);
        }
    }

    @Deactivate
    synchronized void close() {
        shown.values().forEach(Runnable::run);
    }

    private static Path home(BundleContext context) {
        return Path.of(Optional.ofNullable(context.getProperty("rushline.home"))
                .orElseThrow(() -> new IllegalStateException("The framework property rushline.home is not set")));
    }

    /** Looks for the key again at each call for as long as there is none: somebody may have put it right. */
    private synchronized Sealer sealer() throws VaultException {
        if (sealer == null) {
            sealer = new Sealer(key(), random);
            Optional.ofNullable(shown.remove(UNUSABLE)).ifPresent(Runnable::run);
        }
        return sealer;
    }

    private SecretKey key() throws VaultException {
        try {
            if (!keyFile.exists()) {
                boolean lost = !secrets.isEmpty();
                SecretKey key = keyFile.create(random);
                if (lost) {
                    warn("vault.key-missing", Severity.ERROR, "The key of the vault, " + keyFile.path() + ", is gone; a new one was made, and what "
                            + "was encrypted with the old one cannot be read.",
                            "Stop, put the old file back and start again; or pair the device again.");
                }
                return key;
            }
            SecretKey key = keyFile.read();
            if (keyFile.closeToOthers()) {
                warn("vault.key-was-readable", Severity.WARNING, "Other users of this computer could read the key of the vault, " + keyFile.path()
                        + "; now they cannot.", "If somebody may have read it, unpair, delete the file, and pair the device again.");
            }
            return key;
        } catch (IOException failed) {
            warn(UNUSABLE, Severity.ERROR, "The key of the vault, " + keyFile.path() + ", cannot be used.",
                    "Restore the file and its permissions, or move it away for a new one; the log says what is wrong.");
            throw new VaultException(Code.UNAVAILABLE, "the key file", failed);
        } catch (SQLException failed) {
            throw new VaultException(Code.UNAVAILABLE, "the table of secrets", failed);
        }
    }

    private void warn(String code, Severity severity, String what, String todo) {
        shown.computeIfAbsent(code, none -> warnings.apply(new Warning(code, severity, what, todo, clock.instant())));
    }

    @Override
    public Optional<byte[]> get(String name) throws VaultException {
        Optional<byte[]> sealed = call(() -> secrets.get(name));
        return sealed.isPresent() ? Optional.of(open(purpose(name), sealed.get())) : Optional.empty();
    }

    @Override
    public void put(String name, byte[] secret) throws VaultException {
        byte[] sealed = seal(purpose(name), secret);
        call(() -> {
            secrets.put(name, sealed);
            return sealed;
        });
    }

    @Override
    public void remove(String name) throws VaultException {
        call(() -> {
            secrets.remove(name);
            return name;
        });
    }

    @Override
    public byte[] seal(String purpose, byte[] clear) throws VaultException {
        return sealer().seal(purpose, clear);
    }

    @Override
    public byte[] open(String purpose, byte[] sealed) throws VaultException {
        return sealer().open(purpose, sealed);
    }

    /** Of its own, so that a row under another name, or in a table of another bundle, does not open. */
    private static String purpose(String name) {
        return "vault.secret:" + name;
    }

    private interface Call<T> {
        T run() throws SQLException;
    }

    private static <T> T call(Call<T> call) throws VaultException {
        try {
            return call.run();
        } catch (SQLException failed) {
            throw new VaultException(Code.UNAVAILABLE, "the table of secrets", failed);
        }
    }
}
