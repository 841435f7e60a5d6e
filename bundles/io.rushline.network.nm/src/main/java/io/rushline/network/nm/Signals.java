package io.rushline.network.nm;

import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** NetworkManager's signals, one after the other, for somebody who waits for an end. */
final class Signals implements AutoCloseable {

    private final BlockingQueue<Bus.Signal> queue = new LinkedBlockingQueue<>();
    private final Closeable listening;

    Signals(Caller nm) {
        this.listening = nm.listen(queue::add);
    }

    /** The next one; empty when none came in time. */
    Optional<Bus.Signal> next(Duration within) throws NetworkException {
        try {
            return Optional.ofNullable(queue.poll(Math.max(0, within.toNanos()), TimeUnit.NANOSECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NetworkException(Code.UNAVAILABLE, "this part of Rushline is being stopped", stopped);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
    }
}
