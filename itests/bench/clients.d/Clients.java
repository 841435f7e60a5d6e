import com.sun.management.OperatingSystemMXBean;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.conscrypt.Conscrypt;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.PathRequestContent;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Sends a file COUNT times with one of the clients: KIND URL PEM FILE COUNT PARALLEL. Prints seconds and CPU seconds, JIT included, start not. */
public final class Clients {

    private interface Put {
        int send(String url) throws Exception;
    }

    public static void main(String[] a) throws Exception {
        Path file = Path.of(a[3]);
        int count = Integer.parseInt(a[4]);
        int parallel = Integer.parseInt(a[5]);
        Put put = switch (a[0]) {
            case "apache" -> apache(tls(Path.of(a[2]), false), file, parallel);
            case "apache-conscrypt" -> apache(tls(Path.of(a[2]), true), file, parallel);
            case "jetty" -> jetty(tls(Path.of(a[2]), false), file, parallel);
            case "jdk" -> jdk(tls(Path.of(a[2]), false), file);
            default -> throw new IllegalArgumentException(a[0]);
        };
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < parallel; i++) {
            running.add(threads.submit(() -> {
                for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    int status = put.send(a[1] + "/upload/client-" + n);
                    if (status != 200) {
                        throw new IllegalStateException("HTTP " + status);
                    }
                }
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        System.out.printf("%.3f %.2f%n", (System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
        System.exit(0);
    }

    private static SSLContext tls(Path pem, boolean conscrypt) throws Exception {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            anchors.setCertificateEntry("sink", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext tls = conscrypt ? SSLContext.getInstance("TLS", Conscrypt.newProvider()) : SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }

    private static Put apache(SSLContext tls, Path file, int parallel) {
        var client = HttpClients.custom().setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls)).setMaxConnPerRoute(parallel).setMaxConnTotal(parallel).build()).build();
        return url -> {
            HttpPut request = new HttpPut(url);
            request.setEntity(new FileBody(file));
            return client.execute(request, response -> response.getCode());
        };
    }

    private static Put jetty(SSLContext tls, Path file, int parallel) throws Exception {
        SslContextFactory.Client factory = new SslContextFactory.Client();
        factory.setSslContext(tls);
        HttpClient client = new HttpClient();
        client.setSslContextFactory(factory);
        client.setMaxConnectionsPerDestination(parallel);
        client.start();
        return url -> client.newRequest(url).method("PUT").body(new PathRequestContent(file)).send().getStatus();
    }

    private static Put jdk(SSLContext tls, Path file) {
        var client = java.net.http.HttpClient.newBuilder().sslContext(tls).version(java.net.http.HttpClient.Version.HTTP_1_1).build();
        return url -> client.send(HttpRequest.newBuilder(URI.create(url)).PUT(HttpRequest.BodyPublishers.ofFile(file)).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** As cloud.http writes a part: in pieces of 64 KiB. */
    private static final class FileBody extends AbstractHttpEntity {
        private final Path file;

        FileBody(Path file) {
            super((ContentType) null, null);
            this.file = file;
        }

        @Override
        public void writeTo(OutputStream out) throws java.io.IOException {
            byte[] piece = new byte[64 * 1024];
            try (InputStream in = Files.newInputStream(file)) {
                for (int n = in.read(piece); n > 0; n = in.read(piece)) {
                    out.write(piece, 0, n);
                }
            }
        }

        @Override
        public long getContentLength() {
            return file.toFile().length();
        }

        @Override
        public boolean isStreaming() {
            return true;
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public InputStream getContent() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
        }
    }
}
