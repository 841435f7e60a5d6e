package io.rushline.ingest.recorder;

import io.rushline.ingest.api.Ingest;
import io.rushline.ingest.api.IngestStatus;
import io.rushline.queue.api.UploadQueue;
import io.rushline.recorder.api.Recorder;
import io.rushline.recorder.api.RecorderListener;
import io.rushline.recorder.api.RecorderStatus;
import io.rushline.recorder.api.Recording;
import io.rushline.status.api.Warning;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
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

/** Puts what this device's recorders record into the queue, while they record it. */
@Component(immediate = true)
public final class RecorderIngest implements RecorderListener, Ingest {

    private static final Logger LOG = System.getLogger(RecorderIngest.class.getName());
    /** Between two looks at the files that grow. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** A recorder that is just being replaced may fail once or twice. */
    private static final int FAILURES = 3;

    private final AtomicReference<UploadQueue> queue = new AtomicReference<>();
    private final Set<Recorder> recorders = ConcurrentHashMap.newKeySet();
    private final Clock clock = Clock.systemUTC();
    private final Warnings warnings;
    private final Recordings recordings;
    private final ScheduledExecutorService thread;
    private volatile int open;
    private volatile long accepted;
    private volatile int failures;
    private volatile Optional<Instant> lookedAt = Optional.empty();

    @Activate
    public RecorderIngest(BundleContext context) {
        warnings = new Warnings(warning -> {
            ServiceRegistration<Warning> shown = context.registerService(Warning.class, warning, null);
            return shown::unregister;
        }, clock);
        recordings = new Recordings(queue::get, this::claimed, System::nanoTime, warnings);
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread named = new Thread(work, "rushline recorders");
            named.setDaemon(true);
            return named;
        });
        thread.scheduleWithFixedDelay(this::turn, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void setQueue(UploadQueue came) {
        queue.set(came);
        soon(this::turn);
    }

    void unsetQueue(UploadQueue went) {
        queue.compareAndSet(went, null);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addRecorder(Recorder came) {
        recorders.add(came);
    }

    void removeRecorder(Recorder went) {
        recorders.remove(went);
    }

    @Deactivate
    void stop() throws InterruptedException {
        thread.shutdown(); // what recorders have told already is done: they say it once; no interrupt either, it would hit the queue's database
        if (!thread.awaitTermination(5, TimeUnit.SECONDS)) { // a file system that does not answer
            LOG.log(Level.WARNING, "A recording's disk does not answer; its look ends when it does.");
        }
        warnings.close();
    }

    @Override
    public void started(Recording recording) {
        soon(() -> {
            recordings.started(recording);
            turn();
        });
    }

    @Override
    public void stopped(Recording recording) {
        soon(() -> {
            recordings.stopped(recording);
            turn();
        });
    }

    @Override
    public void discarded(Recording recording) {
        soon(() -> {
            recordings.discarded(recording);
            turn();
        });
    }

    @Override
    public IngestStatus status() {
        String names = recorders.stream().map(recorder -> recorder.status().name()).sorted().collect(Collectors.joining(", "));
        return new IngestStatus("recorders", names, IngestStatus.State.WATCHING, Optional.empty(), open, accepted, lookedAt);
    }

    @Override
    public void rescan() {
        soon(() -> {
            recordings.adoptAgain();
            turn();
        });
    }

    private void soon(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) { // stopped meanwhile: its successor is told again
            LOG.log(Level.DEBUG, "Told while stopping.", e);
        }
    }

    private Collection<Recording> claimed() {
        return recorders.stream().map(Recorder::status).map(RecorderStatus::recording).flatMap(Optional::stream).toList();
    }

    /** A disk that does not answer holds the thread up, and is no fault of the code. */
    Result health() {
        if (thread.isShutdown()) {
            return new Result(Status.CRITICAL, "Its thread has ended.");
        }
        return failures >= FAILURES ? new Result(Status.CRITICAL, "Looking at the recordings fails; the log says why.")
                : new Result(Status.OK, "Recordings are looked at.");
    }

    private void turn() {
        try {
            recordings.turn();
            open = recordings.open();
            accepted = recordings.accepted();
            lookedAt = Optional.of(clock.instant());
            failures = 0;
        } catch (Throwable e) { // also an Error: a recorder that is just being replaced must not end the looking
            failures = failures + 1;
            LOG.log(Level.ERROR, "Looking at the recordings failed; it is tried again", e);
        }
    }
}
