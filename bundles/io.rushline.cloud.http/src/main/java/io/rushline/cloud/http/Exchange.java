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
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * One request under way, and the watch over it: it is cut when its thread is interrupted, when no byte has moved for too long, or when the link it
 * goes over is gone. A blocked socket heeds none of these, so another thread looks ({@link #watch}) and closes the connection.
 */
final class Exchange {

    /** Why the watch cut it. */
    enum Cut { NOT, INTERRUPTED, SILENT, STRANDED }

    private static final String ATTRIBUTE = Exchange.class.getName();

    /** How often it is looked at within the time of silence. */
    private static final int LOOKS = 6;

    private final HttpUriRequestBase request;
    private final Routes routes;
    private final Optional<InetAddress> bound;
    private final long begunWith;
    private final long lookEveryNanos;
    private final Thread thread = Thread.currentThread();
    private final AtomicLong moved = new AtomicLong();
    private volatile Cut cut = Cut.NOT;
    private volatile boolean connected;
    private volatile boolean onNetwork;
    private volatile EndpointDetails endpoint;

    private volatile boolean sent;
    private volatile Duration reached = Duration.ZERO;

    // the watch's own
    private final Stillness stillness;
    private long lastLook = System.nanoTime();

    /**
     * An exchange of the calling thread.
     *
     * @param bound   the address its connection is to be bound to
     * @param silence how long nothing may move
     * @param answer  how long the answer may take once all has arrived there
     */
    Exchange(HttpUriRequestBase request, Routes routes, Optional<InetAddress> bound, Duration silence, Duration answer) {
        this.request = request;
        this.routes = routes;
        this.bound = bound;
        this.begunWith = routes.version(bound);
        this.lookEveryNanos = silence.toNanos() / LOOKS;
        this.stillness = new Stillness(silence, answer, lastLook);
    }

    /** Its connection is one that was used since the last change of the links it depends on, or a new one. */
    void attachTo(HttpClientContext context) {
        context.setAttribute(ATTRIBUTE, this);
        context.setUserToken(begunWith);
    }

    static Exchange of(HttpContext context) {
        return (Exchange) context.getAttribute(ATTRIBUTE);
    }

    Cut cut() {
        return cut;
    }

    /** The limit for which it was cut as silent. */
    Duration reached() {
        return reached;
    }

    Optional<InetAddress> bound() {
        return bound;
    }

    /** This device's end of the connection; empty before there was one. */
    Optional<InetAddress> from() {
        EndpointDetails on = endpoint;
        return on != null && on.getLocalAddress() instanceof InetSocketAddress local ? Optional.of(local.getAddress()) : Optional.empty();
    }

    /** Ended from outside: by the watch, or since the client is being closed. */
    boolean cancelled() {
        return request.isCancelled();
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

    /** All of the request was handed to the network. */
    void sent() {
        sent = true;
    }

    boolean isSent() {
        return sent;
    }

    /** Ends it from outside, since the client is being closed. */
    void cancel() {
        request.cancel();
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
        } else if (isStranded()) {
            cut(Cut.STRANDED);
        } else if (System.nanoTime() - lastLook > lookEveryNanos) {
            lastLook = System.nanoTime();
            look();
        }
    }

    /** A link it depends on is not what it was. What is not yet connected may be on its way to one that is gone: it begins anew. */
    private boolean isStranded() {
        return !isUpToDate() && from().map(routes::gone).orElse(true);
    }

    /** The links it depends on are as they were when it began. */
    boolean isUpToDate() {
        return routes.version(bound) == begunWith;
    }

    private void look() {
        Duration limit = stillness.reached(lastLook, new Stillness.Look(moved.get(), queue(), !onNetwork, sent));
        if (limit != null) {
            reached = limit;
            cut(Cut.SILENT);
        }
    }

    private void cut(Cut why) {
        cut = why;
        cancel();
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
