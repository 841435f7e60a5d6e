package io.rushline.uploader.c2c;

import io.rushline.auth.api.ConnectionListener;
import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.network.api.Network;
import io.rushline.network.api.NetworkListener;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.QueueListener;
import io.rushline.queue.api.QueueSettings;
import io.rushline.queue.api.UploadQueue;
import io.rushline.status.api.Warning;
import io.rushline.uploader.api.Bandwidth;
import io.rushline.uploader.api.BandwidthLimits;
import io.rushline.uploader.api.Uploader;
import io.rushline.uploader.api.UploaderStatus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Sends the clips of the queue to the cloud: gives the {@link Engine} its threads and the services that come and go. Keeps nothing but the {@link ChosenBandwidth}. */
@Component(service = {Uploader.class, BandwidthLimits.class}, immediate = true, configurationPid = C2cUploader.PID)
@Designate(ocd = C2cUploader.Settings.class)
public final class C2cUploader implements Uploader, BandwidthLimits, Services {

    static final String PID = "io.rushline.uploader.c2c";
    private static final System.Logger LOG = System.getLogger(C2cUploader.class.getName());
    /** Of the heap, one part in so many is left alone. */
    private static final int MEMORY_RESERVE = 10;
    /** The pools stay the same for as long as a JVM lives; what they hold is asked after each event. */
    private static final List<MemoryPoolMXBean> HEAP = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);
    /** For the answers to parts that are sent: what they left in buffers on the way has yet to arrive. */
    private static final Duration FOR_ANSWERS = Duration.ofSeconds(5);
    private static final Duration AFTER_CUT = Duration.ofSeconds(2);

    /** What an integrator may set. */
    @ObjectClassDefinition(name = "Uploader", description = "How clips are sent to the cloud.")
    public @interface Settings {

        @AttributeDefinition(name = "Most parallel parts",
                description = "How many parts are sent at a time at most, of all clips together: 1 to 64. How many there are is chosen by what the link gives.")
        int parallelParts() default 16;

        @AttributeDefinition(name = "Least parallel parts",
                description = "How many parts are sent at a time at least, whatever the link gives: 1 to the most. The same number in both: always so many.")
        int leastParallelParts() default 1;

        @AttributeDefinition(name = "Most parallel clips",
                description = "How many clips are sent at a time at most: 1 to 16. Usually two; more where small ones would leave the link unused.")
        int parallelClips() default 8;

        @AttributeDefinition(name = "Grace (seconds)", description = "How long running parts may take to end when the uploader is replaced: 0 to 300.")
        int graceSeconds() default 10;

        @AttributeDefinition(name = "Part size (bytes)",
                description = "About how large the parts of a clip should be at most: 5242880 (5 MiB) to 5368709120 (5 GiB). A clip of less than 64 such parts goes in smaller ones. What breaks off is sent again from the beginning of its part.")
        long partSizeBytes() default 26_214_400;

        @AttributeDefinition(name = "Slow links", description = "How a clip goes that cannot leave before its upload URLs expire, or whose parts never get through "
                + "before the link breaks: realtime, in small parts through the calls that are made for recordings, or plain, in parts as small as can be. "
                + "Where the cloud does not take the first, it goes the second way by itself.")
        String slowLinks() default "realtime";

        @AttributeDefinition(name = "C4 ids",
                description = "Take a C4 id (SMPTE ST 2114) of each clip too, for the delivery manifest. It costs about 1.3 s of processor time per GiB.")
        boolean c4() default false;

        @AttributeDefinition(name = "Proxies",
                description = "Names of the clips that are light copies, and may go over networks that carry proxies only: * stands for any characters, ? for one, "
                        + "in any case.")
        String[] proxies() default {"*_proxy.*", "*-proxy.*"};

        @AttributeDefinition(name = "Bandwidth limit (bit/s)",
                description = "How much all parts together may use: 16000 or more; 0 for no limit. For the times that the timetable does not name, and until people choose something else.")
        long bandwidthLimitBitsPerSecond() default 0;

        @AttributeDefinition(name = "Bandwidth timetable",
                description = "Limits for times of the week, by this device's clock and time zone: days, from-to, bit/s (0 for no limit), as in \"Mon-Fri 08:00-18:00 5000000\" or \"Sat,Sun 22:00-06:00 0\". The first line that fits counts. Until people choose something else.")
        String[] bandwidthTimetable() default {};
    }

    private final AtomicReference<UploadQueue> queue = new AtomicReference<>();
    private final AtomicReference<Connector> connector = new AtomicReference<>();
    private final AtomicReference<CloudClient> cloud = new AtomicReference<>();
    private final AtomicReference<Network> network = new AtomicReference<>();
    private final BundleContext context;
    private final ChosenBandwidth chosen;
    private final Clock clock = Clock.systemDefaultZone();
    private volatile Limits limits;
    private ServiceRegistration<Warning> refused;
    private final ScheduledThreadPoolExecutor loop;
    private final ExecutorService workers;
    private final WarningBoard warnings;
    private final Engine engine;
    private final List<ServiceRegistration<?>> listeners;
    /** When the loop was last seen to turn. */
    private volatile long beatAt = System.nanoTime();

    @Activate
    public C2cUploader(BundleContext context, Settings settings, @Reference ConfigurationAdmin configurations) {
        this.context = context;
        chosen = new ChosenBandwidth(configurations);
        limits = limits(settings);
        loop = new ScheduledThreadPoolExecutor(1, named("uploader"),
                (event, closed) -> LOG.log(System.Logger.Level.DEBUG, "An event came after the uploader had stopped"));
        loop.setRemoveOnCancelPolicy(true);
        loop.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        workers = Executors.newCachedThreadPool(named("uploader-worker"));
        warnings = new WarningBoard(context, clock);
        Outside outside = new Outside(this, new LocalDisk(), clock, System::nanoTime, TimeUnit.NANOSECONDS::sleep, new SplittableRandom(), warnings,
                C2cUploader::memoryTight);
        engine = new Engine(limits, outside, loop, workers);
        // Registered by hand and not as services of this component: whoever notifies them is among what this component refers to.
        QueueListener onItem = new QueueListener() {
            @Override
            public void itemChanged(Item item) {
                engine.itemChanged(item);
            }

            @Override
            public void settingsChanged(QueueSettings changed) {
                engine.wake();
            }
        };
        ConnectionListener onConnection = (connection, pairing) -> engine.wake();
        NetworkListener onNetwork = engine::networkChanged;
        listeners = List.of(context.registerService(QueueListener.class, onItem, null),
                context.registerService(ConnectionListener.class, onConnection, null),
                context.registerService(NetworkListener.class, onNetwork, null));
        engine.wake();
        loop.scheduleWithFixedDelay(() -> beatAt = System.nanoTime(), BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** New settings hold at once, for what is on its way, too; what cannot be used leaves the former in force and is said. */
    @Modified
    synchronized void modified(Settings settings) {
        try {
            use(limits(settings));
            warn(null);
        } catch (IllegalArgumentException e) {
            warn(e.getMessage());
        }
    }

    private void use(Limits wanted) {
        limits = wanted;
        engine.limits(wanted);
    }

    @Override
    public Bandwidth bandwidth() {
        return limits.bandwidth();
    }

    @Override
    public synchronized void limit(Bandwidth wanted) throws IOException {
        chosen.keep(wanted);
        use(limits.with(wanted));
    }

    private Limits limits(Settings settings) {
        Bandwidth set = BandwidthLines.parse(settings.bandwidthLimitBitsPerSecond(), settings.bandwidthTimetable());
        return new Limits(settings.leastParallelParts(), settings.parallelParts(), settings.parallelClips(), Duration.ofSeconds(settings.graceSeconds()),
                settings.partSizeBytes(), chosen.read().orElse(set),
                SlowLinks.of(settings.slowLinks()), settings.c4(), new Proxies(settings.proxies()));
    }

    /** @param why null: no more */
    private void warn(String why) {
        if (refused != null) {
            refused.unregister();
            refused = null;
        }
        if (why != null) {
            refused = context.registerService(Warning.class, new Warning("uploader.bad-settings", Warning.Severity.WARNING,
                    "The uploader's new settings cannot be used, and the former stay in force: " + why + ".", "Correct them.", clock.instant()), null);
        }
    }

    /** As the last collection of garbage left it: what has gathered since says nothing. */
    private static boolean memoryTight() {
        return HEAP.stream().map(MemoryPoolMXBean::getCollectionUsage).filter(Objects::nonNull)
                .anyMatch(after -> after.getMax() > 0 && after.getMax() - after.getUsed() < after.getMax() / MEMORY_RESERVE);
    }

    @Deactivate
    void stop() {
        warn(null);
        listeners.forEach(ServiceRegistration::unregister);
        CompletableFuture<Void> quiet = engine.stop();
        if (!within(quiet, limits.grace())) {
            engine.cutUnsent();
            if (!within(quiet, FOR_ANSWERS)) {
                engine.cut();
            }
            if (!within(quiet, AFTER_CUT)) {
                LOG.log(System.Logger.Level.WARNING, "Some parts did not stop in time; they are sent again by the next uploader");
            }
        }
        loop.shutdown();
        workers.shutdown(); // what could be cut is; an interrupt would hit the queue's database
        warnings.calm();
    }

    private static boolean within(CompletableFuture<Void> quiet, Duration time) {
        try {
            quiet.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    Result health() {
        return health(System.nanoTime());
    }

    Result health(long now) {
        if (now - beatAt > LONGEST_SILENCE.toNanos()) {
            return new Result(Status.CRITICAL, "Its loop has not turned for " + LONGEST_SILENCE.toSeconds() + " s.");
        }
        return engine.failing() ? new Result(Status.CRITICAL, "Its loop fails again and again; the log says why.") : new Result(Status.OK, "Its loop turns.");
    }

    @Override
    public UploaderStatus status() {
        return engine.status();
    }

    // ---- services: a new one is bound before the old one is unbound

    @Override
    public Optional<UploadQueue> queue() {
        return Optional.ofNullable(queue.get());
    }

    @Override
    public Optional<Connector> connector() {
        return Optional.ofNullable(connector.get());
    }

    @Override
    public Optional<CloudClient> cloud() {
        return Optional.ofNullable(cloud.get());
    }

    @Override
    public Optional<Network> network() {
        return Optional.ofNullable(network.get());
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindQueue(UploadQueue service) {
        bind(queue, service);
    }

    void unbindQueue(UploadQueue service) {
        unbind(queue, service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindConnector(Connector service) {
        bind(connector, service);
    }

    void unbindConnector(Connector service) {
        unbind(connector, service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindCloud(CloudClient service) {
        bind(cloud, service);
    }

    void unbindCloud(CloudClient service) {
        unbind(cloud, service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindNetwork(Network service) {
        bind(network, service);
    }

    void unbindNetwork(Network service) {
        unbind(network, service);
    }

    private <T> void bind(AtomicReference<T> holder, T service) {
        holder.set(service);
        engine.wake();
    }

    private <T> void unbind(AtomicReference<T> holder, T service) {
        holder.compareAndSet(service, null);
        engine.wake();
    }
}
