package io.rushline.auth.c2c;

import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.AuthException;
import io.rushline.auth.api.Connection;
import io.rushline.auth.api.ConnectionListener;
import io.rushline.auth.api.Connector;
import io.rushline.auth.api.Pairing;
import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.status.api.Warning;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The component: puts the connection together and gives it threads, time and services. Offers itself as the connector once what the vault keeps could
 * be read, and tries again until then; afterwards the vault may come and go.
 */
@Component(service = C2cConnector.class, immediate = true, configurationPid = "io.rushline.auth.c2c")
@Designate(ocd = C2cConnector.Settings.class)
public final class C2cConnector implements Connector {

    /** Settings, as people see them. */
    @ObjectClassDefinition(name = "Pairing", description = "Who this product is for the cloud")
    public @interface Settings {
        @AttributeDefinition(description = "File with the product's client secret, relative to the home; at the next start it is kept "
                + "encrypted and the file deleted")
        String clientSecretFile() default "";
    }

    private static final System.Logger LOG = System.getLogger(C2cConnector.class.getName());
    private static final int THREADS = 4; // pairing, refreshing, revoking and telling must not wait for one another
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final long GRACE_SECONDS = 5; // for a refresh under way: what it brings later cannot be kept

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile CloudClient cloud;

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<ConnectionListener> listeners = List.of();

    private volatile Vault vault;

    private final BundleContext bundle;
    private final Path home;
    private final Optional<Path> secretFile;
    private final ScheduledThreadPoolExecutor executor = executor();
    /** Null until what the vault keeps was read. */
    private volatile Connections connections;
    private volatile Exception failure;
    // guarded by this
    private ServiceRegistration<Connector> offered;
    private boolean stopped;
    private Runnable lower = () -> { };

    @Activate
    public C2cConnector(BundleContext bundle, Settings settings) {
        this.bundle = bundle;
        this.home = Path.of(Optional.ofNullable(bundle.getProperty("rushline.home")).orElse(""));
        this.secretFile = Optional.of(settings.clientSecretFile().strip()).filter(name -> !name.isEmpty()).map(home::resolve);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindVault(Vault now) {
        vault = now;
        executor.execute(this::open);
    }

    void unbindVault(Vault gone) {
        if (vault == gone) {
            vault = null;
        }
    }

    /** As soon as there is a vault that can be read; does nothing once that was so. */
    private synchronized void open() {
        if (connections != null || vault == null || stopped) {
            return;
        }
        try {
            Vault current = new CurrentVault(() -> vault);
            Credentials credentials = Credentials.load(current, home, secretFile, Optional.ofNullable(System.getenv("RUSHLINE_CLIENT_SECRET")));
            Time time = new Time(Clock.systemUTC(), System::nanoTime, new SecureRandom());
            Connections made = new Connections(new DeviceGrant(this::call, credentials, time.clock()), current, executor, time, () -> listeners, this::raise);
            warn(credentials);
            made.start();
            connections = made;
            failure = null;
            offered = bundle.registerService(Connector.class, this, null);
        } catch (VaultException | IOException | RuntimeException failed) {
            if (failure == null) {
                LOG.log(System.Logger.Level.ERROR, "What the vault keeps of the connection cannot be read; it is tried again until it can", failed);
            }
            failure = failed;
            executor.schedule(this::open, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void warn(Credentials credentials) {
        lower.run();
        lower = () -> { };
        if (!credentials.kept()) {
            lower = raise(new Warning("auth.client-unreadable", Warning.Severity.ERROR,
                    "The client id and secret of this device cannot be opened; a random id is used until the restart.",
                    "Stop, put the old key of the vault back and start again. Where it is lost: delete secrets/client, give the client secret "
                            + "again, and pair the device again.", Clock.systemUTC().instant()));
        }
    }

    Result health() {
        Connections now = connections;
        Exception failed = failure;
        if (now != null) {
            return executor.isShutdown() ? new Result(Status.CRITICAL, "Its threads have ended.") : new Result(Status.OK, "It says: " + now.connection().state() + ".");
        }
        if (failed instanceof RuntimeException) {
            return new Result(Status.CRITICAL, "What the vault keeps of the connection is not understood.", failed);
        }
        return vault == null || failed != null ? new Result(Status.WARN, "It waits for a vault that can be read.")
                : new Result(Status.TEMPORARILY_UNAVAILABLE, "It is starting.");
    }

    @Deactivate
    void stop() {
        executor.shutdown(); // no interrupt, which would hit the vault's database
        synchronized (this) {
            stopped = true;
            lower.run();
            if (offered != null) {
                offered.unregister();
                connections.stop();
            }
        }
        try {
            if (!executor.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "A call to the cloud did not end in time; it ends by itself.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Connection connection() {
        return connections.connection();
    }

    @Override
    public Pairing pairing() {
        return connections.pairing();
    }

    @Override
    public void pair() throws AuthException {
        connections.pair();
    }

    @Override
    public void cancel() {
        connections.cancel();
    }

    @Override
    public void look() {
        connections.look();
    }

    @Override
    public void unpair() throws AuthException {
        connections.unpair();
    }

    @Override
    public AccessToken token() throws AuthException, CloudException {
        return connections.token();
    }

    @Override
    public AccessToken renew(AccessToken refused) throws AuthException, CloudException {
        return connections.renew(refused);
    }

    private Runnable raise(Warning warning) {
        return bundle.registerService(Warning.class, warning, null)::unregister;
    }

    private Answer call(Call call) throws CloudException {
        CloudClient now = cloud;
        if (now == null) {
            throw new CloudException(CloudException.Code.UNREACHABLE, "this appliance has no way to the cloud right now", null);
        }
        return now.call(call);
    }

    private static void tellFailure(Runnable work) {
        if (work instanceof Future<?> done && done.isDone() && !done.isCancelled()) {
            try {
                done.get();
            } catch (ExecutionException failed) {
                LOG.log(System.Logger.Level.ERROR, "something went wrong that was not foreseen", failed.getCause());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ScheduledThreadPoolExecutor executor() {
        AtomicInteger count = new AtomicInteger();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS, work -> {
            Thread thread = new Thread(work, "rushline-auth-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy()) {
            @Override
            protected void afterExecute(Runnable work, Throwable thrown) {
                super.afterExecute(work, thrown);
                tellFailure(work);
            }
        };
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        return executor;
    }
}
