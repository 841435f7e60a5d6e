package io.rushline.cloud.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * One request under way, and the watch over it: it is cut when its thread is interrupted or when no byte has moved for too long. A blocked
 * socket heeds neither, so another thread looks ({@link #watch}) and closes the connection.
 */
final class Exchange {

    /** Why the watch cut it. */
    enum Cut { NOT, INTERRUPTED, SILENT }

    private static final String ATTRIBUTE = Exchange.class.getName();

    /** How often a send queue is looked at before its silence is believed. */
    private static final int LOOKS = 6;

    private final HttpUriRequestBase request;
    private final Duration silence;
    private final Thread thread = Thread.currentThread();
    private final AtomicLong moved = new AtomicLong();
    private volatile Cut cut = Cut.NOT;
    private volatile boolean connected;
    private volatile boolean onNetwork;
    private volatile EndpointDetails endpoint;

    // the watch's own
    private long seen = -1;
    private long seenQueue = -1;
    private long lastMove = System.nanoTime();
    private long lastLook = lastMove;

    /** An exchange of the calling thread. */
    Exchange(HttpUriRequestBase request, Duration silence) {
        this.request = request;
        this.silence = silence;
    }

    void attachTo(HttpContext context) {
        context.setAttribute(ATTRIBUTE, this);
    }

    static Exchange of(HttpContext context) {
        return (Exchange) context.getAttribute(ATTRIBUTE);
    }

    Cut cut() {
        return cut;
    }

    Duration silence() {
        return silence;
    }

    /** This device's end of the connection; empty before there was one. */
    Optional<InetAddress> from() {
        EndpointDetails on = endpoint;
        return on != null && on.getLocalAddress() instanceof InetSocketAddress local ? Optional.of(local.getAddress()) : Optional.empty();
    }

    boolean interrupted() {
        return cut == Cut.INTERRUPTED || thread.isInterrupted();
    }

    /** TCP stands, TLS follows. */
    void connected() {
        connected = true;
    }

    boolean isConnected() {
        return connected;
    }

    /** From now on silence counts. */
    void sending(EndpointDetails on) {
        connected = true;
        endpoint = on;
        onNetwork = true;
    }

    /** Whether we wait for the network, and not for a disk that gives the bytes to send. */
    void onNetwork(boolean waiting) {
        onNetwork = waiting;
    }

    void moved(long bytes) {
        moved.addAndGet(bytes);
    }

    /** Called again and again by one other thread, never at the same time. */
    void watch() {
        if (cut != Cut.NOT) {
            return;
        }
        if (thread.isInterrupted()) {
            cut(Cut.INTERRUPTED);
        } else if (quietNanos() > silence.toNanos()) {
            cut(Cut.SILENT);
        }
    }

    private void cut(Cut why) {
        cut = why;
        request.cancel();
    }

    private long quietNanos() {
        long now = System.nanoTime();
        long sum = moved.get();
        if (!onNetwork || sum != seen) {
            seen = sum;
            lastMove = now;
            lastLook = now;
        } else if (now - lastLook > silence.toNanos() / LOOKS) {
            lastLook = now;
            long queue = queue();
            if (seenQueue != -1 && queue != seenQueue) {
                lastMove = now;
            }
            seenQueue = queue;
        }
        return now - lastMove;
    }

    private long queue() {
        EndpointDetails on = endpoint;
        if (on != null && on.getLocalAddress() instanceof InetSocketAddress local && on.getRemoteAddress() instanceof InetSocketAddress remote) {
            try {
                OptionalLong bytes = SendQueue.bytes(local, remote);
                return bytes.orElse(-1);
            } catch (IOException | UncheckedIOException unreadable) {
                return -1; // as on a system that does not tell
            }
        }
        return -1;
    }
}
