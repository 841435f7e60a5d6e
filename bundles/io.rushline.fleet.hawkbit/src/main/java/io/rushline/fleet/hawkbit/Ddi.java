package io.rushline.fleet.hawkbit;

import io.rushline.fleet.hawkbit.Wire.Link;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** hawkBit's device API over HTTPS: no redirects, answers of at most 1 MiB within a minute. One thread at a time. */
final class Ddi {

    static final int MOST_BYTES = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration WHOLE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 200;

    private final HttpClient client;
    private final URI server;
    private final String base;
    private final Supplier<String> authorization;
    private final Time time;
    private final BooleanSupplier stop;
    private final Wire wire;

    /**
     * @param tls           empty: the JDK's
     * @param base          path of this controller: {@code /TENANT/controller/v1/ID}
     * @param authorization the header's value
     * @param stop          asked a few times a second
     */
    Ddi(Optional<SSLContext> tls, URI server, String base, Supplier<String> authorization, Time time, BooleanSupplier stop) {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
        this.server = server;
        this.base = base;
        this.authorization = authorization;
        this.time = time;
        this.stop = stop;
        this.wire = new Wire(server);
    }

    Wire.Base poll() throws IOException, InterruptedException, Refused, BadAnswer {
        return wire.base(Wire.json(get("")));
    }

    Deployment deployment(Link link) throws IOException, InterruptedException, Refused, BadAnswer {
        return wire.deployment(Wire.json(get("/deploymentBase/" + link.id() + link.look())), link.id(), "deployment");
    }

    /** What there is to be confirmed. */
    Deployment confirmation(Link link) throws IOException, InterruptedException, Refused, BadAnswer {
        return wire.deployment(Wire.json(get("/confirmationBase/" + link.id() + link.look())), link.id(), "confirmation");
    }

    /** The id of the action that is to be cancelled. */
    String toStop(Link link) throws IOException, InterruptedException, Refused, BadAnswer {
        return wire.toStop(Wire.json(get("/cancelAction/" + link.id())));
    }

    void send(Message message) throws IOException, InterruptedException, Refused, BadAnswer {
        write("POST", "/" + message.resource().path + "/" + message.id() + "/feedback", message.body());
    }

    void configData(String body) throws IOException, InterruptedException, Refused, BadAnswer {
        write("PUT", "/configData", body);
    }

    /** Whether the token may go there. */
    boolean atServer(URI address) {
        return wire.atServer(address);
    }

    String authorization() {
        return authorization.get();
    }

    private byte[] get(String path) throws IOException, InterruptedException, Refused, BadAnswer {
        return call(request(path).GET().build());
    }

    private void write(String method, String path, String body) throws IOException, InterruptedException, Refused, BadAnswer {
        call(request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + base + path)).header("Accept", "application/hal+json, application/json").header("Authorization", authorization());
    }

    private byte[] call(HttpRequest request) throws IOException, InterruptedException, Refused, BadAnswer {
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(request, head -> new BoundedBody(MOST_BYTES));
        try {
            HttpResponse<byte[]> answer = await(sent);
            int status = answer.statusCode();
            if (status >= 200 && status < 300) {
                return answer.body();
            }
            if (status < 400) {
                throw new BadAnswer("The server leads elsewhere (" + status + "); only the address that was set is asked.");
            }
            throw new Refused(status, Retry.after(answer.headers().firstValue("Retry-After"), time.now()));
        } catch (ExecutionException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof BoundedBody.TooLargeException) {
                    throw new BadAnswer("The server's answer is larger than 1 MiB.", failed);
                }
            }
            throw failed.getCause() instanceof IOException network ? network : new IOException(failed.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> sent) throws IOException, InterruptedException, ExecutionException {
        long until = System.nanoTime() + WHOLE.toNanos();
        while (true) {
            try {
                return sent.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                if (stop.getAsBoolean() || System.nanoTime() - until > 0) {
                    throw (IOException) new HttpTimeoutException("no whole answer came in time").initCause(notYet);
                }
            }
        }
    }
}
