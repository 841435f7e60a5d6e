package io.rushline.cloud.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.PartUpload;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.conscrypt.Conscrypt;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.function.ThrowingRunnable;

/** A client that trusts a server's certificate, and both closed after each test. */
public abstract class CloudTestBase {

    static final Duration SECOND = Duration.ofSeconds(1);
    /** Reached by nothing that goes well, nor by what is to be cut before. */
    static final Duration LONG = Duration.ofSeconds(20);
    static Certificates certificates;
    static Path pem;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeClass
    public static void makeCertificates() throws Exception {
        certificates = Certificates.make("good", "dns:localhost,ip:127.0.0.1");
        pem = certificates.pem();
    }

    @After
    public void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    final TlsServer server(TlsServer.Script script) throws Exception {
        return closing(new TlsServer(certificates.server(), script));
    }

    final <T extends AutoCloseable> T closing(T it) {
        open.add(0, it);
        return it;
    }

    final HttpCloudClient client(URI base) throws Exception {
        return client(base, Optional.of(pem));
    }

    final HttpCloudClient client(URI base, Optional<Path> trust) throws Exception {
        return client(base, tls(trust), new HttpCloudClient.Limits(LONG, LONG, LONG));
    }

    /** For what has to reach a limit. */
    final HttpCloudClient hasty(URI base) throws Exception {
        return client(base, tls(Optional.of(pem)), new HttpCloudClient.Limits(SECOND, SECOND, SECOND));
    }

    final HttpCloudClient client(URI base, Tls tls, HttpCloudClient.Limits limits) {
        HttpCloudClient client = new HttpCloudClient(base, "4.5.6", tls, new KernelTcp(), limits, 8);
        open.add(0, client::close);
        return client;
    }

    /** With the TLS that this test is about. */
    Tls tls(Optional<Path> trust) throws Exception {
        return new Tls(Trust.of(trust));
    }

    static Tls nativeTls(Optional<Path> trust) throws Exception {
        Tls tls = new Tls(Trust.of(trust));
        tls.use(Conscrypt.newProviderBuilder().build(), "native");
        return tls;
    }

    static Call health() {
        return new Call("GET", "/health", Optional.empty(), new Call.Body.None());
    }

    /** A part of any size that costs no memory. */
    static PartUpload part(TlsServer to, long size) {
        return new PartUpload(to.base().resolve("/bucket/part?X-Amz-Signature=0123"), "video/quicktime", size, out -> {
            byte[] piece = new byte[256 * 1024];
            for (long left = size; left > 0; left -= Math.min(left, piece.length)) {
                out.write(piece, 0, (int) Math.min(left, piece.length));
            }
        });
    }

    static CloudException assertFails(CloudException.Code code, ThrowingRunnable call) {
        CloudException thrown = assertThrows(CloudException.class, call);
        assertEquals(thrown.toString(), code, thrown.code());
        return thrown;
    }

    /** On a thread of its own. */
    static <T> FutureTask<T> begin(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        new Thread(task).start();
        return task;
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
