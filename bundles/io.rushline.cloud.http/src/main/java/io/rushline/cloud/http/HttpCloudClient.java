package io.rushline.cloud.http;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudException.Code;
import io.rushline.cloud.api.CloudSocket;
import io.rushline.cloud.api.PartUpload;
import io.rushline.cloud.api.Transport;
import io.rushline.network.api.NetworkListener;
import io.rushline.network.api.NetworkStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;

/** Makes one request of each call, runs it on the calling thread under a watch, and reads its answer. */
final class HttpCloudClient implements CloudClient, NetworkListener {

    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;
    private static final ContentType FORM = ContentType.create("multipart/form-data");
    private static final long WATCH_MILLIS = 100;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final URI base;
    private final String clientVersion;
    private final Tls tls;
    private final KernelTcp kernel;
    private final Limits limits;
    private final CloudSockets sockets;
    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient http;
    private final Routes routes = new Routes();
    private final ScheduledThreadPoolExecutor watches;

    // guarded by this
    private final Set<Exchange> parts = new HashSet<>();
    private int calls;
    private boolean closing;

    /**
     * How long what may take.
     *
     * @param connect for a connection to stand
     * @param silence nothing moves once a request is under way
     * @param answer  to a part, once it has arrived whole
     */
    record Limits(Duration connect, Duration silence, Duration answer) { }

    /**
     * @param base          checked by {@link Address#base}
     * @param clientVersion of the firmware
     */
    HttpCloudClient(URI base, String clientVersion, Tls tls, KernelTcp kernel, Limits limits, int maxConnections) {
        this.base = base;
        this.clientVersion = clientVersion;
        this.tls = tls;
        this.kernel = kernel;
        this.limits = limits;
        this.sockets = new CloudSockets(clientVersion, tls.jdk(), limits.connect(), limits.silence());
        this.connections = HttpSetup.connections(tls, limits.connect(), maxConnections);
        this.http = HttpSetup.client(connections);
        this.watches = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "rushline-cloud-watch");
            thread.setDaemon(true);
            return thread;
        });
        watches.setRemoveOnCancelPolicy(true);
        watches.scheduleWithFixedDelay(() -> connections.closeIdle(HttpSetup.IDLE), 30, 30, TimeUnit.SECONDS);
    }

    @Override
    public URI base() {
        return base;
    }

    @Override
    public Answer call(Call call) throws CloudException {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), Address.https(base + call.path()));
        request.setHeader("x-client-version", clientVersion);
        call.bearer().ifPresent(token -> request.setHeader("Authorization", "Bearer " + token));
        request.setEntity(entity(call.body()));
        synchronized (this) {
            checkOpen();
            calls++;
        }
        try {
            return run(request, new Exchange(request, routes, Optional.empty(), limits.silence(), limits.silence()));
        } finally {
            synchronized (this) {
                calls--;
                notifyAll();
            }
        }
    }

    @Override
    public Answer put(PartUpload part) throws CloudException {
        HttpUriRequestBase request = new HttpUriRequestBase("PUT", Address.https(part.url()));
        Exchange exchange = new Exchange(request, routes, part.from(), limits.silence(), limits.answer());
        request.setHeader("Content-Type", part.contentType());
        request.setHeader("x-amz-acl", "private");
        request.setEntity(new PartEntity(part, exchange));
        synchronized (this) {
            checkOpen();
            parts.add(exchange);
        }
        try {
            return run(request, exchange);
        } finally {
            synchronized (this) {
                parts.remove(exchange);
                notifyAll();
            }
        }
    }

    @Override
    public CloudSocket open(String path, String bearer, CloudSocket.Listener listener) throws CloudException {
        return sockets.open(Address.https(base + path), bearer, listener);
    }

    @Override
    public Transport transport() {
        return new Transport(tls.current().name(), kernel.congestionControl());
    }

    /** What is on its way over a link that is gone is cut; all else ends where it is, and what begins takes the way that is best now. */
    @Override
    public void networkChanged(NetworkStatus status) {
        routes.changed(status);
    }

    /** Whether requests can be made; makes none. */
    synchronized boolean usable() {
        return !closing && !watches.isShutdown() && connections.getTotalStats().getMax() > 0;
    }

    /**
     * Cuts parts at once, and what waits for its answer alone, API calls among it, only when that takes more than 5 s: a refresh that is cut has used its token up, and a part that has
     * arrived would be sent twice.
     */
    void close() {
        close(GRACE);
    }

    void close(Duration grace) {
        List<Exchange> cut;
        synchronized (this) {
            closing = true;
            cut = parts.stream().filter(part -> !part.isSent()).toList();
        }
        cut.forEach(Exchange::cancel);
        sockets.close();
        try {
            awaitAnswers(grace);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        watches.shutdownNow();
        http.close(CloseMode.IMMEDIATE);
    }

    private synchronized void awaitAnswers(Duration grace) throws InterruptedException {
        long end = System.nanoTime() + grace.toNanos();
        for (long left = grace.toNanos(); (calls > 0 || !parts.isEmpty()) && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized void checkOpen() throws CloudException {
        if (closing) {
            throw new CloudException(Code.CUT, "the client was stopped", null);
        }
    }

    private Answer run(HttpUriRequestBase request, Exchange exchange) throws CloudException {
        if (exchange.interrupted()) {
            throw new CloudException(Code.CUT, "interrupted", null);
        }
        ScheduledFuture<?> watch = null;
        HttpClientContext context = HttpClientContext.create();
        exchange.attachTo(context);
        try {
            watch = watches.scheduleWithFixedDelay(exchange::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
            return exchange(request, exchange, context);
        } catch (IOException thrown) {
            throw Failures.of(thrown, exchange);
        } catch (IllegalStateException | RejectedExecutionException thrown) {
            if (watches.isShutdown()) {
                throw new CloudException(Code.CUT, "the client was stopped", thrown);
            }
            if (exchange.cut() != Exchange.Cut.NOT) { // between two steps of the library, which then finds its connection gone
                throw Failures.of(new IOException(thrown), exchange);
            }
            throw thrown;
        } finally {
            if (watch != null) {
                watch.cancel(false);
            }
        }
    }

    private Answer exchange(HttpUriRequestBase request, Exchange exchange, HttpClientContext context) throws IOException, CloudException {
        try (ClassicHttpResponse response = http.executeOpen(null, request, context)) {
            Answer answer = new Answer(response.getCode(), headers(response), text(request, response.getEntity(), exchange), exchange.from());
            Portal.check(answer, request.getAuthority().getHostName());
            return answer;
        }
    }

    private static HttpEntity entity(Call.Body body) {
        if (body instanceof Call.Body.Json json) {
            return new ByteArrayEntity(json.text().getBytes(StandardCharsets.UTF_8), ContentType.create("application/json"));
        }
        if (body instanceof Call.Body.Form form) {
            MultipartEntityBuilder builder = MultipartEntityBuilder.create().setMode(HttpMultipartMode.EXTENDED).setContentType(FORM);
            ContentType text = ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8);
            form.fields().forEach((name, value) -> builder.addTextBody(name, value, text));
            return builder.build();
        }
        return null;
    }

    private static Map<String, String> headers(ClassicHttpResponse response) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue() == null ? "" : header.getValue());
        }
        return headers;
    }

    private static String text(HttpUriRequestBase request, HttpEntity entity, Exchange exchange) throws IOException, CloudException {
        if (entity == null) {
            return "";
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        InputStream in = entity.getContent();
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            exchange.moved(n);
            bytes.write(piece, 0, n);
            if (bytes.size() > MAX_ANSWER_BYTES) {
                request.cancel(); // else closing it would read the rest
                throw new CloudException(Code.BAD_ANSWER, "more than 16 MiB", null);
            }
        }
        return bytes.toString(charset(entity));
    }

    private static Charset charset(HttpEntity entity) {
        ContentType type = ContentType.parseLenient(entity.getContentType());
        Charset named = type == null ? null : type.getCharset();
        return named == null ? StandardCharsets.UTF_8 : named;
    }
}
