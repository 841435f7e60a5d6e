package com.example.recorder;

import io.rushline.recorder.api.Recorder;
import io.rushline.recorder.api.RecorderListener;
import io.rushline.recorder.api.RecorderStatus;
import io.rushline.recorder.api.Recording;
import io.rushline.status.api.Warning;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A recorder that never records: say here, in one sentence, what yours does, and let its hardware call {@link #begin}, {@link #end} and {@link #trouble}. */
@Component(name = ExampleRecorder.PID, service = {Recorder.class, HealthCheck.class}, immediate = true,
        property = {HealthCheck.NAME + "=Example recorder", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=" + ExampleRecorder.PID})
@Designate(ocd = ExampleRecorder.Settings.class)
public final class ExampleRecorder implements Recorder, HealthCheck {

    static final String PID = "com.example.recorder";

    private static final Logger LOG = System.getLogger(ExampleRecorder.class.getName());

    /** What can be set: units in the names, defaults that work, sentences that a person understands. */
    @ObjectClassDefinition(name = "Example recorder")
    public @interface Settings {
        @AttributeDefinition(description = "What the recorder is called in the console")
        String label() default "SDI 1";

        @AttributeDefinition(description = "Recording input that its clips belong to, from 0")
        int channel() default 0;
    }

    private final String label;
    private final int channel;
    private final BundleContext context;
    private final Clock clock = Clock.systemUTC();
    /** Tells the listeners, in order; they and the warning are touched by it alone. */
    private final ExecutorService thread;
    private final Set<RecorderListener> listeners = new LinkedHashSet<>();
    /** What happened while nobody listened. */
    private final List<Runnable> untold = new ArrayList<>();
    private ServiceRegistration<Warning> warning;
    private volatile Optional<Recording> recording = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();

    @Activate
    public ExampleRecorder(Settings settings, BundleContext context) {
        if (settings.label().isBlank()) {
            throw new IllegalArgumentException("label must not be empty: give the recorder a name.");
        }
        if (settings.channel() < 0) {
            throw new IllegalArgumentException("channel must be 0 or more, but is " + settings.channel() + ".");
        }
        this.label = settings.label();
        this.channel = settings.channel();
        this.context = context;
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread named = new Thread(work, "recorder " + label);
            named.setDaemon(true);
            return named;
        });
    }

    /**
     * Yours to call: the hardware writes into this file. Also after an update or a restart, if it still does. Any thread.
     *
     * @param startedAt when the recording began, the same each time it is told, or it becomes another clip: as the hardware knows it, or as you have
     *                  kept it below the home ({@code Ledger} of io.rushline.recorder.file shows how)
     */
    void begin(Path file, Instant startedAt, Optional<String> timecode) {
        soon(() -> {
            recording = Optional.of(new Recording(label, channel, file, startedAt, timecode));
            tell(RecorderListener::started, recording.get());
        });
    }

    /** Yours to call: the file is complete and closed. Any thread. */
    void end() {
        soon(() -> recording.ifPresent(ended -> {
            recording = Optional.empty();
            tell(RecorderListener::stopped, ended);
        }));
    }

    /** Yours to call: why it cannot record, and what to do; empty when all is well again. Any thread. */
    void trouble(Optional<String> what, String todo) {
        soon(() -> {
            trouble = what;
            if (warning != null) {
                warning.unregister();
            }
            warning = what.map(text -> context.registerService(Warning.class, new Warning(PID + ".trouble", Warning.Severity.ERROR, text, todo,
                    clock.instant()), null)).orElse(null);
        });
    }

    /** Whoever comes while it records is told of that first. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(RecorderListener came) {
        soon(() -> {
            listeners.add(came);
            if (untold.isEmpty()) {
                recording.ifPresent(came::started);
            }
            untold.forEach(Runnable::run);
            untold.clear();
        });
    }

    void removeListener(RecorderListener went) {
        soon(() -> listeners.remove(went));
    }

    @Override
    public RecorderStatus status() {
        return new RecorderStatus(label, channel, recording, trouble);
    }

    /** Whether this code works. Hardware that is unplugged is trouble, never bad health: a good update would be rolled back for it. */
    @Override
    public Result execute() {
        return thread.isShutdown() ? new Result(Result.Status.CRITICAL, "The recorder has stopped.") : new Result(Result.Status.OK, "The recorder runs.");
    }

    /** Lets go of the hardware, in less than a second; a recording under way goes on, and the successor tells it again. */
    @Deactivate
    void stop() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
            LOG.log(Level.WARNING, "A listener of the recorder " + label + " does not return.");
        }
    }

    private void tell(BiConsumer<RecorderListener, Recording> news, Recording about) {
        if (listeners.isEmpty()) {
            untold.add(() -> tell(news, about));
        }
        for (RecorderListener listener : listeners) {
            try {
                news.accept(listener, about);
            } catch (RuntimeException | LinkageError e) { // one that is just being replaced
                LOG.log(Level.WARNING, "A listener did not take what the recorder told it", e);
            }
        }
    }

    private void soon(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) { // stopped meanwhile
            LOG.log(Level.DEBUG, "Told while stopping.", e);
        }
    }
}
