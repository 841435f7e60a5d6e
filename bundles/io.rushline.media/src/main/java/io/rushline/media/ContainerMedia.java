package io.rushline.media;

import io.rushline.media.api.Media;
import io.rushline.media.api.MediaFacts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
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
    private static final Instant PROBE_TIME = Instant.parse("2024-02-29T12:34:56Z");
    private static final long SINCE_1904 = 2_082_844_800L;
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

    /** Reads a film of no length that is made in memory. */
    Result health() {
        if (threads.isShutdown()) {
            return new Result(Status.CRITICAL, "Its threads have ended.");
        }
        return health(probe());
    }

    static Result health(byte[] film) {
        try {
            Optional<Instant> read = CreationTime.of(new ClipBytes((into, from) -> {
                int count = Math.min(into.remaining(), film.length - (int) from);
                into.put(film, (int) from, count);
                return count;
            }, film.length), PROBE_TIME);
            return read.equals(Optional.of(PROBE_TIME)) ? new Result(Status.OK, "Containers are understood.")
                    : new Result(Status.CRITICAL, "A film is not understood: " + read + " was read in place of " + PROBE_TIME + ".");
        } catch (IOException | RuntimeException broken) {
            return new Result(Status.CRITICAL, "A film is not understood.", broken);
        } catch (LinkageError missing) {
            return new Result(Status.CRITICAL, "A film is not understood: " + missing);
        }
    }

    /** {@code ftyp} and {@code moov} with a {@code mvhd} of version 0 (ISO/IEC 14496-12). */
    static byte[] probe() {
        return ByteBuffer.allocate(16 + 8 + 108).putInt(16).putInt(0x66747970).putInt(0x69736f6d).putInt(0)
                .putInt(8 + 108).putInt(0x6d6f6f76).putInt(108).putInt(0x6d766864).putInt(0)
                .putInt((int) (PROBE_TIME.getEpochSecond() + SINCE_1904)).array();
    }

    private MediaFacts facts(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new MediaFacts(CreationTime.of(new ClipBytes(channel), clock.instant()));
        }
    }
}
