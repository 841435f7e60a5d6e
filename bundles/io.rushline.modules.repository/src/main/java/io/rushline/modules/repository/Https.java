package io.rushline.modules.repository;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** GET over HTTPS. Redirects lead to https only, five of them, and the caller's headers to no other host. Any thread. */
final class Https {

    /** What the server says, for good. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String sentence) {
            super(sentence);
        }
    }

    /** An answer; close it. */
    record Answer(int status, HttpHeaders headers, URI from, Body body) implements AutoCloseable {
        @Override
        public void close() {
            body.close();
        }
    }

    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final long LOOK_MILLIS = 200;

    private final HttpClient client;
    private final Duration silence;

    /**
     * @param tls     empty: the JDK's
     * @param silence without any progress, after which a request is given up
     */
    Https(Optional<SSLContext> tls, Duration silence) {
        // HTTP/1.1, since its flow control ends with the connection's: over HTTP/2, 16 MiB would come before a limit is felt.
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT)
                .proxy(HttpClient.Builder.NO_PROXY);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
        this.silence = silence;
    }

    Duration silence() {
        return silence;
    }

    /**
     * @param own   the caller's, for this host alone
     * @param range about this request; go along
     * @param stop  asked a few times a second
     * @throws IOException      no answer, also when it was stopped
     * @throws RefusedException a redirect that is not followed
     */
    Answer get(URI address, Map<String, String> own, Map<String, String> range, BooleanSupplier stop) throws IOException, InterruptedException, RefusedException {
        URI at = address;
        boolean home = true;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at).GET().header("Accept-Encoding", "identity");
            range.forEach(request::header);
            if (home) {
                own.forEach(request::setHeader);
            }
            HttpResponse<Body> response = send(request.build(), stop);
            if (!REDIRECTS.contains(response.statusCode())) {
                return new Answer(response.statusCode(), response.headers(), at, response.body());
            }
            response.body().close();
            URI next = target(at, response.headers().firstValue("Location").orElse(""));
            home = home && sameHost(address, next);
            at = next;
        }
        throw new RefusedException("The server leads from one address to the next without an end.");
    }

    private HttpResponse<Body> send(HttpRequest request, BooleanSupplier stop) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<Body>> sent = client.sendAsync(request, head -> new Body());
        long until = System.nanoTime() + CONNECT.plus(silence).toNanos();
        try {
            while (true) {
                try {
                    return sent.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException notYet) {
                    if (stop.getAsBoolean()) {
                        throw new IOException("it was stopped", notYet);
                    }
                    if (System.nanoTime() - until > 0) {
                        throw (IOException) new HttpTimeoutException("no answer came").initCause(notYet);
                    }
                }
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException network ? network : new IOException(failed.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private static URI target(URI from, String location) throws RefusedException {
        try {
            URI to = from.resolve(location);
            if (!location.isEmpty() && "https".equalsIgnoreCase(to.getScheme()) && to.getHost() != null && to.getRawUserInfo() == null) {
                return to;
            }
        } catch (IllegalArgumentException noAddress) {
            throw (RefusedException) new RefusedException("The server leads to something that is no address.").initCause(noAddress);
        }
        throw new RefusedException("The server leads to an address that is not https.");
    }

    private static boolean sameHost(URI one, URI other) {
        return one.getHost().equalsIgnoreCase(other.getHost()) && port(one) == port(other);
    }

    private static int port(URI address) {
        return address.getPort() < 0 ? 443 : address.getPort();
    }
}
