package io.rushline.ingest.folder;

import io.rushline.ingest.api.Ingest;
import io.rushline.ingest.api.IngestStatus;
import io.rushline.media.api.Media;
import io.rushline.queue.api.UploadQueue;
import io.rushline.recorder.api.Recorder;
import io.rushline.recorder.api.Recording;
import io.rushline.status.api.Warning;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.PatternSyntaxException;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Puts the clips of one folder into the queue. */
@Component(name = FolderIngest.PID, immediate = true, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FolderIngest.Settings.class, factory = true)
public final class FolderIngest implements Ingest {

    static final String PID = "io.rushline.ingest.folder";

    private static final Logger LOG = System.getLogger(FolderIngest.class.getName());

    /** One watched folder. */
    @ObjectClassDefinition(name = "Watched folder", description = "Clips that come into this folder go up to the cloud")
    public @interface Settings {
        @AttributeDefinition(description = "The folder: an absolute path, or one below the home directory of the appliance")
        String folder();

        @AttributeDefinition(description = "Create the folder when it is not there. Not for a folder on a disk that comes and goes.")
        boolean createFolder() default false;

        @AttributeDefinition(description = "A file is complete when it has not changed for this long, 1 to 3600 seconds")
        int stableSeconds() default 2;

        @AttributeDefinition(description = "The same for a file without bytes, which a camera may have just opened, 1 to 3600 seconds")
        int emptyStableSeconds() default 5;

        @AttributeDefinition(description = "Time between two looks at the whole folder, beside watching it, 1 to 86400 seconds")
        int rescanSeconds() default 30;

        @AttributeDefinition(description = "Hand files over while they grow, so that they are uploaded while they are recorded. A file that is copied"
                + " into the folder grows too.")
        boolean realtime() default false;

        @AttributeDefinition(description = "Recording input that the clips belong to, from 0")
        int channel() default 0;

        @AttributeDefinition(description = "Clips of a higher priority go up first")
        int priority() default 0;

        @AttributeDefinition(description = "Further names to ignore, such as *.xml or proxies/**: glob patterns for the file's name or, with a"
                + " slash, for its path below the folder")
        String[] ignore() default {};
    }

    private final AtomicReference<UploadQueue> queue = new AtomicReference<>();
    private final AtomicReference<Media> media = new AtomicReference<>();
    private final Set<Recorder> recorders = ConcurrentHashMap.newKeySet();
    private final Warnings warnings;
    private final FolderWatcher watcher;
    private final ExecutorService thread;
    private final Future<?> running;

    @Activate
    public FolderIngest(Settings settings, BundleContext context, @Reference(target = "(owner=io.rushline.ingest.folder)") DataSource database) {
        FolderSettings checked = check(settings, context.getProperty("rushline.home"));
        warnings = new Warnings(warning -> {
            ServiceRegistration<Warning> shown = context.registerService(Warning.class, warning, null);
            return shown::unregister;
        }, Clock.systemUTC());
        watcher = new FolderWatcher(checked, new FolderWatcher.Tools(database, queue::get, media::get, this::recording, () -> FileSystems.getDefault().newWatchService(),
                new OpenForWriting(Path.of("/proc")), Sample::read, Clock.systemUTC(), System::nanoTime), warnings);
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread named = new Thread(work, "rushline " + checked.source());
            named.setDaemon(true);
            return named;
        });
        running = thread.submit(watcher);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void setQueue(UploadQueue came) {
        queue.set(came);
        watcher.queueCame();
    }

    void unsetQueue(UploadQueue went) {
        queue.compareAndSet(went, null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void setMedia(Media came) {
        media.set(came);
    }

    void unsetMedia(Media went) {
        media.compareAndSet(went, null);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addRecorder(Recorder came) {
        recorders.add(came);
    }

    void removeRecorder(Recorder went) {
        recorders.remove(went);
    }

    /** What is recorded now. */
    private Collection<Path> recording() {
        return recorders.stream().map(recorder -> recorder.status().recording()).flatMap(Optional::stream).map(Recording::file).toList();
    }

    @Deactivate
    void stop() throws InterruptedException {
        watcher.stop();
        thread.shutdown();
        if (!thread.awaitTermination(1, TimeUnit.SECONDS)) { // a file system that does not answer
            LOG.log(Level.WARNING, "The watcher of " + watcher.status().location() + " waits for its disk; it ends after the file in hand.");
        }
        warnings.close();
    }

    /** What is wrong with the code that watches this folder; its disk and the database are not. */
    Optional<String> broken() {
        return running.isDone() ? Optional.of("Nobody watches " + watcher.status().location() + " any more.") : watcher.broken();
    }

    @Override
    public IngestStatus status() {
        return watcher.status();
    }

    @Override
    public void rescan() {
        watcher.rescan();
    }

    /** @param home directory of the appliance; may be null when the folder is absolute */
    static FolderSettings check(Settings settings, String home) {
        Path folder = folder(settings.folder(), home);
        return new FolderSettings(folder, FolderSettings.sourceOf(folder), settings.createFolder(),
                seconds("stableSeconds", settings.stableSeconds(), 3_600), seconds("emptyStableSeconds", settings.emptyStableSeconds(), 3_600),
                seconds("rescanSeconds", settings.rescanSeconds(), 86_400), FolderSettings.RETRY, FolderSettings.RETRY_MOST, settings.realtime(),
                FolderSettings.GROWN_EVERY, FolderSettings.CAPACITY,
                notNegative("channel", settings.channel()), settings.priority(), rules(settings.ignore()));
    }

    private static Path folder(String folder, String home) {
        if (folder == null || folder.isBlank()) {
            throw new IllegalArgumentException("folder is missing: name the folder to watch.");
        }
        try {
            if (home == null && !Path.of(folder).isAbsolute()) {
                throw new IllegalArgumentException("folder must be absolute, because rushline.home is not set: " + folder);
            }
            Path base = home == null ? Path.of("/") : Path.of(home).toAbsolutePath();
            Path absolute = base.resolve(folder).normalize();
            if (home != null && base.normalize().startsWith(absolute)) {
                throw new IllegalArgumentException("folder must not contain the home directory of the appliance: " + absolute);
            }
            return absolute;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("folder is no path on this system: " + folder, e);
        }
    }

    private static Duration seconds(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be 1 to " + most + ", but is " + value + ".");
        }
        return Duration.ofSeconds(value);
    }

    private static int notNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must be 0 or more, but is " + value + ".");
        }
        return value;
    }

    private static NameRules rules(String[] ignore) {
        try {
            return new NameRules(List.of(ignore));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("ignore holds something that is no glob pattern: " + e.getMessage(), e);
        }
    }
}
