package io.rushline.recorder.file;

import io.rushline.recorder.api.Recorder;
import io.rushline.recorder.api.RecorderListener;
import io.rushline.recorder.api.RecorderStatus;
import io.rushline.recorder.api.Recording;
import io.rushline.status.api.Warning;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A recorder whose recordings are the files that a capture program writes into a folder. */
@Component(name = FileRecorder.PID, service = {Recorder.class, FileRecorder.class}, immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FileRecorder.Settings.class, factory = true)
public final class FileRecorder implements Recorder {

    static final String PID = "io.rushline.recorder.file";
    static final String AWAY = "recorder.file.away";

    private static final Logger LOG = System.getLogger(FileRecorder.class.getName());
    /** Between two looks at the folder: what is left of a clip leaves when its end is seen. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** One capture program. */
    @ObjectClassDefinition(name = "Capture program", description = "What it writes goes up to the cloud while it is recorded")
    public @interface Settings {
        @AttributeDefinition(description = "The folder it writes into: an absolute path, or one below the home directory of the appliance")
        String folder();

        @AttributeDefinition(description = "What the recorder is called in the console, another name for each; empty: as the folder")
        String name() default "";

        @AttributeDefinition(description = "Recording input that its clips belong to, from 0")
        int channel() default 0;

        @AttributeDefinition(description = "Which files are recordings: a glob pattern for the name, such as *.{mov,mxf}")
        String files() default "[!.]*";

        @AttributeDefinition(description = "A file in the folder that the capture program keeps while it records: a recording has ended as soon as it is"
                + " gone. Empty: there is none, and a recording has ended when its file is quiet.")
        String triggerFile() default "";

        @AttributeDefinition(description = "A recording without a trigger file has ended when it has not changed for this long, 1 to 3600 seconds")
        int quietSeconds() default 5;
    }

    private final RecorderSettings settings;
    private final Path state;
    private final BundleContext context;
    private final Clock clock = Clock.systemUTC();
    private final Listeners listeners = new Listeners();
    private final ScheduledExecutorService thread;
    private Ledger ledger;
    private Takes takes;
    private ServiceRegistration<Warning> warning;
    private volatile Optional<Recording> recording = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();
    private volatile Optional<Throwable> failure = Optional.empty();

    @Activate
    public FileRecorder(Settings settings, BundleContext context, Map<String, Object> properties) {
        this.settings = RecorderSettings.of(settings, context.getProperty("rushline.home"));
        this.context = context;
        String pid = String.valueOf(properties.get("service.pid"));
        state = Path.of(context.getProperty("rushline.home"), "recorder.file", pid.substring(pid.indexOf('~') + 1).replaceAll("[^\\w-]", "_") + ".properties");
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread named = new Thread(work, "rushline recorder " + this.settings.name());
            named.setDaemon(true);
            return named;
        });
        thread.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(RecorderListener came) {
        soon(() -> listeners.add(came, recording));
    }

    void removeListener(RecorderListener went) {
        soon(() -> listeners.remove(went));
    }

    @Deactivate
    void stop() throws InterruptedException {
        thread.shutdownNow();
        if (!thread.awaitTermination(1, TimeUnit.SECONDS)) { // a file system that does not answer
            LOG.log(Level.WARNING, "The disk of recorder " + settings.name() + " does not answer; the look at it ends when it does.");
        }
    }

    @Override
    public RecorderStatus status() {
        return new RecorderStatus(settings.name(), settings.channel(), recording, trouble);
    }

    /** What broke the last look, beside a folder that cannot be read; that would be a fault in this code. */
    Optional<Throwable> failure() {
        return failure;
    }

    private void soon(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) { // stopped meanwhile: its successor tells them
            LOG.log(Level.DEBUG, "A listener came or went while stopping.", e);
        }
    }

    private void look() {
        try {
            if (takes == null) {
                ledger = new Ledger(state, settings);
                takes = new Takes(settings, ledger, listeners, clock, System::nanoTime);
                recording = ledger.recording();
                recording.ifPresent(listeners::started);
            }
            if (ledger.isKnown() && listeners.isEmpty()) { // what begins and ends now is told to whoever comes
                Files.readAttributes(settings.folder(), BasicFileAttributes.class);
            } else {
                recording = takes.look();
            }
            hide();
            failure = Optional.empty();
        } catch (IOException e) {
            show("The recorder " + settings.name() + " cannot look at its folder " + settings.folder() + " (" + e.getClass().getSimpleName()
                    + "). It is tried again.");
            failure = Optional.empty();
        } catch (Throwable e) { // also an Error: the next look may go better
            failure = Optional.of(e);
            LOG.log(Level.ERROR, "Looking at the recordings of " + settings.name() + " failed; it is tried again", e);
        }
    }

    private void show(String what) {
        if (warning == null) {
            LOG.log(Level.WARNING, what);
            trouble = Optional.of(what);
            warning = context.registerService(Warning.class, new Warning(AWAY, Warning.Severity.ERROR, what,
                    "Connect its disk, or give the appliance the right to read the folder.", clock.instant()), null);
        }
    }

    private void hide() {
        if (warning != null) {
            warning.unregister();
            warning = null;
            trouble = Optional.empty();
        }
    }
}
