package io.rushline.fleet.hawkbit;

import io.rushline.fleet.hawkbit.Rounds.NotReadyException;
import io.rushline.host.api.ModuleException;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Fleet;
import io.rushline.modules.api.ModuleDownloads;
import io.rushline.modules.api.Modules;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.UpdateListener;
import io.rushline.network.api.Network;
import io.rushline.status.api.Warning;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The component: gives the client its threads, time, services and token; where no server is set, it offers nothing and asks nobody. */
@Component(service = {HawkbitFleet.class, UpdateListener.class}, immediate = true, configurationPid = "io.rushline.fleet.hawkbit")
@Designate(ocd = Settings.class)
public final class HawkbitFleet implements UpdateListener {

    private static final System.Logger LOG = System.getLogger(HawkbitFleet.class.getName());
    private static final String ENVIRONMENT = "RUSHLINE_FLEET_TOKEN";
    /** An answer in the documented shape, for the health check. */
    private static final String OWN = "{\"_links\":{\"deploymentBase\":{\"href\":\"https://own.example/DEFAULT/controller/v1/own/deploymentBase/5?c=-1\"}}}";
    private static final int THREADS = 3; // the server, a download, and whoever wakes them
    private static final long STOP_SECONDS = 5;
    private static final Duration AGAIN = Duration.ofSeconds(15);

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile Modules modules;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile ModuleDownloads downloads;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile Network network;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile Vault vault;

    private final BundleContext bundle;
    private final Path home;
    private final Time time = new Time(Clock.systemUTC(), System::nanoTime, new SecureRandom());
    private final Metering metering = new Metering(time);
    private final AtomicBoolean waking = new AtomicBoolean();
    private final Map<String, ServiceRegistration<Warning>> warnings = new HashMap<>();
    private final ScheduledThreadPoolExecutor threads = executor();
    private volatile boolean closing;
    /** Null: no server is set, or the settings cannot be used. */
    private Policy policy;
    private Optional<SSLContext> tls = Optional.empty();
    private ServiceRegistration<Fleet> offered;
    private ScheduledFuture<?> next;
    private Rounds rounds;
    private Ddi ddi;

    @Activate
    public HawkbitFleet(BundleContext bundle, Settings settings) {
        this.bundle = bundle;
        this.home = Path.of(Optional.ofNullable(bundle.getProperty("rushline.home"))
                .orElseThrow(() -> new IllegalStateException("The framework property rushline.home is not set"))).toAbsolutePath();
        try {
            Policy wanted = Policy.of(settings, home);
            tls = wanted.trust().isPresent() ? Optional.of(TrustPem.tls(wanted.trust().get())) : Optional.empty();
            policy = wanted.server().isPresent() ? wanted : null;
        } catch (IllegalArgumentException bad) {
            warn("fleet.settings", "The settings of the fleet cannot be used: " + bad.getMessage() + ".", "Correct the settings of io.rushline.fleet.hawkbit.");
        } catch (IOException | GeneralSecurityException bad) {
            LOG.log(System.Logger.Level.WARNING, "The fleet's trustPemFile cannot be used", bad);
            warn("fleet.settings", "The settings of the fleet cannot be used: the file of trustPemFile is missing, or holds no certificate in PEM.",
                    "Correct the settings of io.rushline.fleet.hawkbit.");
        }
        if (policy != null) {
            wake();
        }
    }

    @Override
    public void changed(Update update) {
        if (update.by().via() == Actor.Via.FLEET && policy != null) {
            wake();
        }
    }

    /** What the network, the server and the token are like is not asked, and a server can make nothing of this fail. */
    Result health() {
        try {
            if (new Wire(URI.create("https://own.example")).base(Wire.json(OWN.getBytes(StandardCharsets.US_ASCII))).deployment().isEmpty()) {
                return new Result(Result.Status.CRITICAL, "The answer that this bundle carries is not read right.");
            }
        } catch (BadAnswer bad) {
            return new Result(Result.Status.CRITICAL, "The answer that this bundle carries cannot be read.", bad);
        }
        if (policy != null && threads.isShutdown()) {
            return new Result(Result.Status.CRITICAL, "Its threads have ended.");
        }
        return new Result(Result.Status.OK, policy == null ? "No server is set." : "It works.");
    }

    @Deactivate
    void close() {
        closing = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "The fleet's client did not stop in time; it is interrupted");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        synchronized (warnings) {
            warnings.values().forEach(ServiceRegistration::unregister);
            warnings.clear();
            if (offered != null) {
                offered.unregister();
                offered = null;
            }
        }
    }

    private void wake() {
        if (waking.compareAndSet(false, true)) {
            try {
                threads.execute(this::run);
            } catch (RejectedExecutionException stopping) {
                LOG.log(System.Logger.Level.DEBUG, "the fleet's client stops", stopping);
            }
        }
    }

    private synchronized void run() {
        waking.set(false);
        if (closing) {
            return;
        }
        Duration wait;
        try {
            if (rounds == null) {
                open();
            }
            wait = rounds.turn();
        } catch (ModuleException notYet) {
            LOG.log(System.Logger.Level.ERROR, "The fleet's notes cannot be opened; it is tried again", notYet);
            wait = AGAIN;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException | LinkageError bug) {
            // A service that is replaced at this very moment throws too, or has lost its classes.
            LOG.log(System.Logger.Level.ERROR, "The fleet's client failed; it goes on", bug);
            wait = AGAIN;
        }
        if (next != null) {
            next.cancel(false);
        }
        if (!threads.isShutdown()) {
            next = threads.schedule(this::run, Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
        }
    }

    private void open() throws ModuleException {
        Path folder = home.resolve("fleet");
        String id = policy.controllerId().isPresent() ? policy.controllerId().get() : Notebook.ownId(folder);
        String base = "/" + policy.tenant() + "/controller/v1/" + id;
        Notebook book = Notebook.open(folder, policy.server().get() + base);
        Around around = new Around(() -> Optional.ofNullable(modules), () -> Optional.ofNullable(downloads), this::metered, () -> closing);
        String version = Optional.ofNullable(bundle.getProperty("rushline.version")).orElse("1.0.0");
        rounds = new Rounds(policy, () -> connect(base), book, around, version, threads, this::wake, time, this::tokenRefused);
        Fleet answered = new Fleet() {
            @Override
            public Status status() {
                return rounds.status();
            }

            @Override
            public void answer(String action, boolean agreed, Actor by) throws ModuleException {
                rounds.answer(action, agreed, by);
                wake();
            }
        };
        synchronized (warnings) {
            offered = bundle.registerService(Fleet.class, answered, null);
        }
    }

    /** The token is looked for until there is one, and once more after it was refused. */
    private Ddi connect(String base) throws NotReadyException {
        if (ddi != null) {
            return ddi;
        }
        Vault now = vault;
        if (now == null) {
            throw new NotReadyException("Waits for the vault, where the token is kept.");
        }
        try {
            String token = Token.load(now, policy.tokenFile(), Optional.ofNullable(System.getenv(ENVIRONMENT)))
                    .orElseThrow(() -> new NotReadyException("No token was given: put it into the file of the setting tokenFile."));
            String header = policy.authorization() + " " + token;
            ddi = new Ddi(tls, policy.server().get(), base, () -> header, time, () -> closing);
            return ddi;
        } catch (VaultException | IOException | IllegalArgumentException failed) {
            throw new NotReadyException("The token cannot be read: " + failed.getMessage());
        }
    }

    private void tokenRefused(boolean refused) {
        if (refused) {
            ddi = null;
            warn("fleet.refused", "The fleet's server refuses this appliance.",
                    "Compare tenant, controller id and kind of token with the server, and give the token again in the file of the setting tokenFile.");
        } else {
            lower("fleet.refused");
        }
    }

    private boolean metered() {
        return metering.closed(policy.allowMetered(), Optional.ofNullable(network).map(Network::status));
    }

    private void warn(String code, String what, String todo) {
        synchronized (warnings) {
            if (!closing) {
                warnings.computeIfAbsent(code, any -> bundle.registerService(Warning.class, new Warning(code, Warning.Severity.WARNING, what, todo, time.now()), null));
            }
        }
    }

    private void lower(String code) {
        synchronized (warnings) {
            ServiceRegistration<Warning> raised = warnings.remove(code);
            if (raised != null) {
                raised.unregister();
            }
        }
    }

    private static ScheduledThreadPoolExecutor executor() {
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, work -> {
            Thread thread = new Thread(work, "rushline-fleet-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return threads;
    }
}
