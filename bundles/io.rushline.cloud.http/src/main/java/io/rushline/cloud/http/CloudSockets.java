package io.rushline.cloud.http;

import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudException.Code;
import io.rushline.cloud.api.CloudSocket;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Opens web sockets with the JDK's client, and ends them all at the close. Any thread. */
final class CloudSockets {

    private final String clientVersion;
    private final SSLContext tls;
    private final Duration connectTimeout;
    private final Duration silence;

    // guarded by this
    private final Set<HttpSocket> open = new HashSet<>();
    private HttpClient http;
    private ExecutorService threads;
    private boolean closing;

    CloudSockets(String clientVersion, SSLContext tls, Duration connectTimeout, Duration silence) {
        this.clientVersion = clientVersion;
        this.tls = tls;
        this.connectTimeout = connectTimeout;
        this.silence = silence;
    }

    /** @param at https address without a query */
    CloudSocket open(URI at, String bearer, CloudSocket.Listener listener) throws CloudException {
        String token = URLEncoder.encode(bearer, StandardCharsets.UTF_8);
        HttpSocket socket = socket(listener);
        CompletableFuture<WebSocket> opening = client().newWebSocketBuilder()
                .header("x-client-version", clientVersion)
                .connectTimeout(connectTimeout.plus(silence))
                .buildAsync(URI.create("wss" + at.toString().substring("https".length()) + "?Authorization=Bearer%20" + token), socket);
        try {
            socket.handOver(opening.get());
            return socket;
        } catch (InterruptedException interrupted) {
            abandon(socket, opening);
            Thread.currentThread().interrupt();
            throw new CloudException(Code.CUT, "interrupted", null);
        } catch (ExecutionException failed) {
            abandon(socket, opening);
            throw failure(failed.getCause(), List.of(bearer, token));
        }
    }

    /** Ends all, and tells their listeners. */
    void close() {
        List<HttpSocket> ending;
        ExecutorService pool;
        synchronized (this) {
            closing = true;
            ending = List.copyOf(open);
            pool = threads;
        }
        ending.forEach(socket -> socket.end(new CloudException(Code.CUT, "the client was stopped", null)));
        if (pool != null) {
            pool.shutdown();
        }
    }

    private synchronized HttpSocket socket(CloudSocket.Listener listener) throws CloudException {
        if (closing) {
            throw new CloudException(Code.CUT, "the client was stopped", null);
        }
        client();
        HttpSocket socket = new HttpSocket(listener, threads, silence, this::forget);
        open.add(socket);
        return socket;
    }

    private synchronized void forget(HttpSocket ended) {
        open.remove(ended);
    }

    /** Made when first needed: it has a thread of its own. */
    private synchronized HttpClient client() {
        if (http == null) {
            AtomicInteger count = new AtomicInteger();
            threads = Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work, "rushline-cloud-socket-" + count.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });
            http = HttpClient.newBuilder().sslContext(tls).connectTimeout(connectTimeout).executor(threads)
                    .followRedirects(HttpClient.Redirect.NEVER).proxy(HttpClient.Builder.NO_PROXY).version(HttpClient.Version.HTTP_1_1).build();
        }
        return http;
    }

    private static void abandon(HttpSocket socket, CompletableFuture<WebSocket> opening) {
        socket.close();
        opening.whenComplete((late, failed) -> {
            if (late != null) {
                late.abort();
            }
        });
    }

    private static CloudException failure(Throwable thrown, List<String> secrets) {
        if (thrown instanceof WebSocketHandshakeException refused) {
            return CloudException.refused(refused.getResponse().statusCode());
        }
        return new CloudException(Failures.code(thrown, false), Failures.detail(thrown), harmless(thrown, secrets) ? thrown : null);
    }

    /** The JDK quotes the address in some messages, and the address holds the token. */
    private static boolean harmless(Throwable thrown, List<String> secrets) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return secrets.stream().noneMatch(text.toString()::contains);
    }
}
