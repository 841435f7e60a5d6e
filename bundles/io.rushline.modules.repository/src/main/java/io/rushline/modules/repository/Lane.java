package io.rushline.modules.repository;

import io.rushline.network.api.NetworkStatus;
import io.rushline.uploader.api.UploaderStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether downloads may go now, and how fast: behind the uploads, and not where bytes cost money. Any thread; {@link #pace} one at a time. */
final class Lane {

    private static final double BIT_NANOS = 8e9;
    /** What a late reader may catch up with. */
    private static final long BURST_NANOS = 200_000_000L;
    private static final long MOST_SLEEP_NANOS = 200_000_000L;
    private static final long LOOK_NANOS = 200_000_000L;
    /** How long a network is waited for of which nothing is known: after a start, or while its provider is replaced. */
    private static final long UNKNOWN_NANOS = 30_000_000_000L;
    /** How long a request may last at a limited rate, so that what the system receives ahead stays small. */
    private static final int SECONDS_PER_PIECE = 2;
    private static final int LEAST_PIECE_BYTES = 16_384;

    private final Supplier<Policy> policy;
    private final Supplier<Optional<UploaderStatus>> uploader;
    private final Supplier<Optional<NetworkStatus>> network;
    private final Time time;
    private long next = Long.MIN_VALUE;
    private volatile Sending lastLook;
    private volatile Long unknownSince;

    private record Sending(boolean is, long atNanos) {
    }

    Lane(Supplier<Policy> policy, Supplier<Optional<UploaderStatus>> uploader, Supplier<Optional<NetworkStatus>> network, Time time) {
        this.policy = policy;
        this.uploader = uploader;
        this.network = network;
        this.time = time;
    }

    /** Why nothing at all may be sent now, for people. */
    Optional<String> metered() {
        if (policy.get().allowMetered()) {
            return Optional.empty();
        }
        Optional<Boolean> metered = network.get().flatMap(NetworkStatus::metered);
        if (metered.isPresent()) {
            unknownSince = null;
            return metered.get() ? Optional.of("Waits for a network that does not cost by the byte, or for the setting that allows it.") : Optional.empty();
        }
        long now = time.nanos();
        Long since = unknownSince;
        if (since == null) {
            since = now;
            unknownSince = since;
        }
        return now - since < UNKNOWN_NANOS ? Optional.of("Waits until it is known whether the network costs by the byte.") : Optional.empty();
    }

    /** Why no download may go now, for people. */
    Optional<String> closed() {
        return metered().or(() -> sending() && policy.get().behindUploadsBitsPerSecond() == 0 ? Optional.of("Waits until no clip goes up.") : Optional.empty());
    }

    /** How much to ask for in one request. */
    int pieceBytes() {
        int piece = policy.get().pieceBytes();
        long bits = limit();
        return bits == 0 ? piece : (int) Math.min(piece, Math.max(LEAST_PIECE_BYTES, bits / 8 * SECONDS_PER_PIECE));
    }

    /** Waits as long as so many bytes take at the rate of now; a change of it, and closing, are felt within a fifth of a second. */
    void pace(int bytes) throws InterruptedException {
        double left = bytes;
        while (left > 0 && closed().isEmpty()) {
            long bits = limit();
            if (bits == 0) {
                return;
            }
            long now = time.nanos();
            long turn = next == Long.MIN_VALUE ? now : Math.max(next, now - BURST_NANOS);
            double step = Math.min(left, bits * (double) MOST_SLEEP_NANOS / BIT_NANOS);
            left -= step;
            next = turn + (long) (step * BIT_NANOS / bits);
            if (next > now) {
                time.sleep(Duration.ofNanos(next - now));
            }
        }
    }

    /** In bit/s; 0: none. */
    private long limit() {
        long any = policy.get().limitBitsPerSecond();
        long behind = sending() ? policy.get().behindUploadsBitsPerSecond() : 0;
        return any == 0 ? behind : behind == 0 ? any : Math.min(any, behind);
    }

    /** Looked at a few times a second, since this is asked for each buffer, and the uploader gathers its status anew each time. */
    private boolean sending() {
        Sending last = lastLook;
        long now = time.nanos();
        if (last == null || now - last.atNanos >= LOOK_NANOS) {
            last = new Sending(uploader.get().map(status -> status.activity() == UploaderStatus.Activity.SENDING).orElse(false), now);
            lastLook = last;
        }
        return last.is;
    }
}
