package io.rushline.queue.derby;

import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueListener;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import io.rushline.vault.api.Vault;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.sql.DataSource;
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
import org.osgi.service.metatype.annotations.Designate;

/** Opens the queue as soon as its tables can be read, trying again until then, and offers it. The vault may come and go meanwhile. */
@Component(service = QueueProvider.class, immediate = true, configurationPid = QueueProvider.PID)
@Designate(ocd = DerbyUploadQueue.Settings.class)
public final class QueueProvider {

    static final String PID = "io.rushline.queue.derby";

    private static final Logger LOG = System.getLogger(QueueProvider.class.getName());
    private static final Duration AGAIN = Duration.ofSeconds(1);
    /** A health check may take 1 s. */
    private static final Duration ANSWER = Duration.ofMillis(700);
    /** A disk may be slow; it does not take so long to read one item. */
    private static final Duration STUCK = Duration.ofSeconds(30);
    private static final ItemFilter FIRST = new ItemFilter(new Selection.Matching(Set.of(), "", Optional.empty(), Optional.empty()), 0, 1);

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<QueueListener> listeners = List.of();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile Vault vault;

    private final BundleContext context;
    private final DerbyUploadQueue.Settings settings;
    private final DataSource database;
    private final ScheduledThreadPoolExecutor opener = new ScheduledThreadPoolExecutor(1, named("queue-opener"));
    private final ExecutorService prober = Executors.newSingleThreadExecutor(named("queue-health"));
    private volatile DerbyUploadQueue queue;
    private volatile Throwable failure;
    /** Guarded by this; null where the last one was told. */
    private Future<Long> probe;
    private long probedAt;
    /** Touched by the opener only, then by stop() when the opener has ended. */
    private ServiceRegistration<UploadQueue> offered;

    /** The database stays a static reference: with it goes everything the queue knows, and a new one is another database. */
    @Activate
    public QueueProvider(BundleContext context, DerbyUploadQueue.Settings settings,
            @Reference(target = "(owner=io.rushline.queue.derby)") DataSource database) {
        DerbyUploadQueue.require(settings);
        this.context = context;
        this.settings = settings;
        this.database = database;
        opener.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Activate
    void start() {
        opener.execute(this::open);
    }

    private void open() {
        try {
            DerbyUploadQueue opened = new DerbyUploadQueue(settings, database, new CurrentVault(() -> vault), () -> listeners);
            if (opener.isShutdown()) { // it took so long that nobody waits for it any more
                opened.close();
                return;
            }
            queue = opened;
            offered = context.registerService(UploadQueue.class, queue, null);
            failure = null;
        } catch (QueueException | RuntimeException | LinkageError failed) { // the latter two would be kept by the executor
            if (failure == null) {
                LOG.log(Level.ERROR, "The queue cannot be opened; it is tried again until it can", failed);
            }
            failure = failed;
            if (!opener.isShutdown()) {
                opener.schedule(this::open, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        opener.shutdown(); // no interrupt: it would hit Derby in the middle of reading
        prober.shutdown();
        if (!opener.awaitTermination(1, TimeUnit.MINUTES)) {
            LOG.log(Level.WARNING, "The queue is still being opened: its disk does not answer");
        }
        if (offered != null) {
            offered.unregister();
        }
        if (queue != null) {
            queue.close();
        }
    }

    // ---- health

    Result health() {
        DerbyUploadQueue now = queue;
        Throwable failed = failure;
        if (now == null) {
            return failed == null ? new Result(Status.TEMPORARILY_UNAVAILABLE, "The queue is being opened.") : judged(failed);
        }
        return probed(now);
    }

    /** On a thread of its own, since a transaction that waits for its disk holds readers up. */
    private synchronized Result probed(UploadQueue queue) {
        if (probe == null) {
            probedAt = System.nanoTime();
            probe = prober.submit(() -> queue.list(FIRST).total());
        }
        try {
            long items = probe.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            probe = null;
            return new Result(Status.OK, "Items that can be read: " + items + ".");
        } catch (TimeoutException slow) {
            return late(Duration.ofNanos(System.nanoTime() - probedAt));
        } catch (ExecutionException failed) {
            probe = null;
            return judged(failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Result(Status.TEMPORARILY_UNAVAILABLE, "Asking was interrupted.");
        }
    }

    static Result late(Duration waited) {
        return new Result(waited.compareTo(STUCK) > 0 ? Status.CRITICAL : Status.WARN, "The queue has not answered for " + waited.toMillis() + " ms.");
    }

    /** A database that is away or full is no fault of the code; a statement that it does not understand is. */
    static Result judged(Throwable failed) {
        boolean ours = !(failed instanceof QueueException) || Stream.iterate(failed, each -> each != null, Throwable::getCause)
                .anyMatch(each -> each instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().startsWith("42"));
        return new Result(ours ? Status.CRITICAL : Status.WARN, "The queue cannot be read: " + failed.getMessage());
    }

    private static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
