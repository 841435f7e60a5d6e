package io.rushline.network;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.PartUpload;
import io.rushline.network.api.SpeedTest.Speed;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Sends pieces, each twice the one before, until one takes long enough to be measured. What counts is what was answered: bytes that were written may
 * still wait in this device.
 */
final class UploadSpeed {

    /** The way to the place that drops them. */
    interface Sender {
        Answer put(PartUpload part) throws CloudException;
    }

    static final long FIRST_BYTES = 128 * 1024;
    static final Duration ENOUGH = Duration.ofSeconds(2);

    private static final byte[] NOTHING = new byte[16 * 1024];

    private final URI url;
    private final Sender sender;
    private final ExecutorService sending;
    private final LongSupplier nanos;

    /**
     * @param sending {@link #threads}
     * @param nanos   a clock that does not jump
     */
    UploadSpeed(URI url, Sender sender, ExecutorService sending, LongSupplier nanos) {
        this.url = url;
        this.sender = sender;
        this.sending = sending;
        this.nanos = nanos;
    }

    /** None waits for another: what was cut on one link may take its time to end, and the clock of the next runs already. */
    static ExecutorService threads() {
        return Executors.newCachedThreadPool(Threads.named("rushline-network-speed"));
    }

    /**
     * @param from that connections are bound to
     * @param most bytes; the last piece may be cut off after {@code limit}
     */
    Speed over(String link, Optional<InetAddress> from, long most, Duration limit) {
        long end = nanos.getAsLong() + limit.toNanos();
        long arrived = 0;
        OptionalLong rate = OptionalLong.empty();
        long took = 0;
        try {
            for (long size = FIRST_BYTES; arrived + size <= most && took < ENOUGH.toNanos() && nanos.getAsLong() + 2 * took < end; size *= 2) {
                long began = nanos.getAsLong();
                Answer answer = send(size, from, end - began);
                if (!answer.ok()) {
                    return new Speed(link, OptionalLong.empty(), arrived, "The address of the speed test does not take bytes (HTTP " + answer.status() + ").",
                            "Set speedTestUrl of io.rushline.network to one that takes a PUT.");
                }
                took = Math.max(1, nanos.getAsLong() - began);
                arrived += size;
                rate = OptionalLong.of(Math.round(size * 8e9 / took));
            }
        } catch (TimeoutException slow) {
            if (rate.isEmpty()) {
                return new Speed(link, rate, 0, FIRST_BYTES / 1024 + " KiB did not arrive within " + limit.toSeconds() + " s.", "Use another network, or go nearer to this one.");
            }
        } catch (CloudException failed) {
            return new Speed(link, OptionalLong.empty(), arrived, failed.code().what, failed.code().todo);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Speed(link, OptionalLong.empty(), arrived, "The speed test was stopped.", "");
        }
        return new Speed(link, rate, arrived, "", "");
    }

    private Answer send(long size, Optional<InetAddress> from, long most) throws CloudException, InterruptedException, TimeoutException {
        PartUpload piece = new PartUpload(url, "application/octet-stream", size, out -> {
            for (long left = size; left > 0; left -= NOTHING.length) {
                out.write(NOTHING, 0, (int) Math.min(left, NOTHING.length));
            }
        }, from);
        Future<Answer> answer = sending.submit(() -> sender.put(piece));
        try {
            return answer.get(most, TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof CloudException known) {
                throw known;
            }
            throw new IllegalStateException(failed.getCause());
        } finally {
            answer.cancel(true); // cuts what has taken too long
        }
    }
}
