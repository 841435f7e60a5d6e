package io.rushline.modules.repository;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.ModuleDownloads;
import io.rushline.modules.api.ModuleRepository;
import io.rushline.modules.api.Modules;
import io.rushline.modules.api.When;
import io.rushline.network.api.Network;
import io.rushline.status.api.Warning;
import io.rushline.uploader.api.Uploader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Offers the repository and the downloads, by the settings of the moment; with bad ones, downloads alone, and a warning. */
@Component(service = {ModuleRepository.class, ModuleDownloads.class}, immediate = true, configurationPid = "io.rushline.modules.repository")
@Designate(ocd = Settings.class)
public final class RepositoryComponent implements ModuleRepository, ModuleDownloads {

    private static final System.Logger LOG = System.getLogger(RepositoryComponent.class.getName());
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final long MEDIA_SECONDS = 5;
    private static final long CHECK_SECONDS = 60;
    private static final long STOP_SECONDS = 5;
    /** Media, checks, and the job. */
    private static final int THREADS = 3;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile Modules modules;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile Uploader uploader;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile Network network;

    private final BundleContext bundle;
    private final Path home;
    private final Time time = Time.SYSTEM;
    private volatile Policy policy = Policy.none();
    private volatile Https https = new Https(Optional.empty(), SILENCE);
    private ServiceRegistration<Warning> refused;
    private final ScheduledThreadPoolExecutor threads;
    private final Downloads downloads;
    private final R5Repository repository;

    @Activate
    public RepositoryComponent(BundleContext bundle, Settings settings) {
        this.bundle = bundle;
        this.home = Path.of(Optional.ofNullable(bundle.getProperty("rushline.home"))
                .orElseThrow(() -> new IllegalStateException("The framework property rushline.home is not set"))).toAbsolutePath();
        Path folder = home.resolve("modules").resolve("downloads");
        AtomicInteger number = new AtomicInteger();
        threads = new ScheduledThreadPoolExecutor(THREADS, work -> {
            Thread thread = new Thread(work, "module-repository-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        Lane lane = new Lane(() -> policy, () -> Optional.ofNullable(uploader).map(Uploader::status), () -> Optional.ofNullable(network).map(Network::status), time);
        IndexReader reader = new IndexReader();
        Media media = new Media(reader);
        JobFile file = new JobFile(folder);
        downloads = new Downloads(folder, () -> https, lane, time, new SplittableRandom());
        Jobs jobs = new Jobs(new Fetcher(() -> Optional.ofNullable(modules), downloads, media::present, file, time), file, threads);
        repository = new R5Repository(() -> policy, () -> Optional.ofNullable(modules), new Remote(() -> https, reader), media, lane, jobs, time);
        modified(settings);
        threads.execute(this::sweep);
        threads.scheduleWithFixedDelay(() -> guarded(repository::look), 0, MEDIA_SECONDS, TimeUnit.SECONDS);
        threads.scheduleWithFixedDelay(() -> guarded(repository::checkIfDue), CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
        jobs.resume();
    }

    /** New settings hold at once; what cannot be used leaves the former in force and is said. */
    @Modified
    synchronized void modified(Settings settings) {
        try {
            Policy next = Policy.of(settings, home);
            https = new Https(next.trust().isPresent() ? Optional.of(TrustPem.tls(next.trust().get())) : Optional.empty(), SILENCE);
            policy = next;
            warn(Optional.empty());
        } catch (IllegalArgumentException bad) {
            warn(Optional.of(bad.getMessage()));
        } catch (IOException | GeneralSecurityException bad) {
            warn(Optional.of("the file of trustPemFile is missing, or holds no certificate in PEM"));
        }
    }

    @Deactivate
    void close() {
        repository.close();
        threads.shutdown(); // no interrupt, which would hit the modules' database
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "A download did not stop in time; it ends by itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            warn(Optional.empty());
        }
    }

    @Override
    public ModuleRepository.Status status() {
        return repository.status();
    }

    @Override
    public ModuleRepository.Status check() throws ModuleException {
        return repository.check();
    }

    @Override
    public void fetch(List<String> ids, Set<Allow> allowed, When when, Actor by) throws ModuleException {
        repository.fetch(ids, allowed, when, by);
    }

    @Override
    public void stop() {
        repository.stop();
    }

    @Override
    public Path fetch(Wanted file, LongConsumer progress, BooleanSupplier cancelled) throws ModuleException, InterruptedException {
        return downloads.fetch(file, progress, cancelled);
    }

    private void sweep() {
        try {
            downloads.sweep();
        } catch (IOException left) {
            LOG.log(System.Logger.Level.WARNING, "Old downloads could not be deleted", left);
        }
    }

    /** What throws once is called again all the same; a service that is being replaced may have lost its classes. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError broken) {
            LOG.log(System.Logger.Level.ERROR, "The repository could not be looked at", broken);
        }
    }

    private void warn(Optional<String> why) {
        if (refused != null) {
            refused.unregister();
            refused = null;
        }
        if (why.isPresent()) {
            refused = bundle.registerService(Warning.class, new Warning("modules.repository-settings", Warning.Severity.WARNING,
                    "The settings of the module repository cannot be used: " + why.get() + ".", "Correct the settings of io.rushline.modules.repository.", time.now()), null);
        }
    }
}
