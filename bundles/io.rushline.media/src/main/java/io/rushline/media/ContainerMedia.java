package io.rushline.media;

import io.rushline.media.api.Media;
import io.rushline.media.api.MediaFacts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Looks into the containers of clips, each for a limited time on a thread of its own: a disk may not answer, and a clip may be made to harm. */
@Component
public final class ContainerMedia implements Media {

    private static final Logger LOG = System.getLogger(ContainerMedia.class.getName());
    private static final Duration LONGEST = Duration.ofSeconds(5);
    /** Also bounds how many disks may not answer at once. */
    private static final int MOST_THREADS = 8;
    private static final MediaFacts NOTHING = new MediaFacts(Optional.empty());

    private final Clock clock;
    private final Duration longest;
    private final ExecutorService threads;

    @Activate
    public ContainerMedia() {
        this(Clock.systemUTC(), LONGEST);
    }

    ContainerMedia(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
        threads = new ThreadPoolExecutor(0, MOST_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread named = new Thread(work, "rushline media");
            named.setDaemon(true);
            return named;
        });
    }

    @Deactivate
    void stop() {
        threads.shutdownNow();
    }

    @Override
    public MediaFacts look(Path file) throws IOException {
        Future<MediaFacts> looking;
        try {
            looking = threads.submit(() -> facts(file));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "Too many files do not answer.", e);
            return NOTHING;
        }
        try {
            return looking.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            looking.cancel(true);
            LOG.log(Level.WARNING, file.toString().replaceAll("\\p{Cntrl}", "?") + " was looked into for " + longest.toSeconds()
                    + " s without an end: when it was recorded is not known.");
            return NOTHING;
        } catch (InterruptedException e) {
            looking.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while looking into a clip.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unreadable) {
                throw new IOException(unreadable.toString(), e);
            }
            LOG.log(Level.DEBUG, "A clip that cannot be understood.", e); // whatever a parser throws at a broken one
            return NOTHING;
        }
    }

    private MediaFacts facts(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new MediaFacts(CreationTime.of(new ClipBytes(channel), clock.instant()));
        }
    }
}
