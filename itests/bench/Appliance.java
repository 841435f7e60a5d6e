import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Drives an appliance for the benches: pairs it, hands clips over, waits, measures. Run from its source, with the distribution's Jackson. */
public final class Appliance {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 100;
    private static final int TS_PACKET = 188;
    private static final byte TS_SYNC = 0x47;

    private final URI base;
    private final String token;
    private final HttpClient http;

    private Appliance(URI base, String token, HttpClient http) {
        this.base = base;
        this.token = token;
        this.http = http;
    }

    public static void main(String[] arguments) throws Exception {
        Appliance device = of(Path.of(arguments[1]));
        String[] rest = Arrays.copyOfRange(arguments, 2, arguments.length);
        switch (arguments[0]) {
            case "pair" -> device.pair(cloud(URI.create(rest[0]), Path.of(rest[1])));
            case "send" -> device.send(Long.parseLong(rest[0]), Long.parseLong(rest[1]), Arrays.copyOfRange(rest, 2, rest.length));
            case "queue" -> device.queue(Long.parseLong(rest[0]), Path.of(rest[1]), Integer.parseInt(rest[2]), Integer.parseInt(rest[3]));
            case "realtime" -> device.realtime(cloud(URI.create(rest[0]), Path.of(rest[1])), Path.of(rest[2]), Path.of(rest[3]), Long.parseLong(rest[4]),
                    rest.length > 5 ? Optional.of(Path.of(rest[5])) : Optional.empty());
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static Appliance of(Path home) throws Exception {
        JsonNode found = JSON.readTree(home.resolve("run/ctl.json").toFile());
        return new Appliance(URI.create(found.get("url").asText()), found.get("token").asText(), HttpClient.newHttpClient());
    }

    private static Appliance cloud(URI base, Path pem) throws Exception {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            anchors.setCertificateEntry("cloud", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return new Appliance(base, null, HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build());
    }

    private JsonNode call(String method, String path, Object body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        request.method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body().isBlank() ? "{}" : answer.body());
    }

    private static void await(String what, int seconds, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IllegalStateException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("within " + seconds + " s: " + what);
            }
            Thread.sleep(20);
        }
    }

    private void pair(Appliance cloud) throws Exception {
        await("pairing begins", 60, () -> call("POST", "/api/v1/pairing", Map.of()) != null);
        await("a code", 60, () -> !call("GET", "/api/v1/pairing", null).path("userCode").asText("").isEmpty());
        cloud.call("POST", "/_sim/approve", Map.of("user_code", call("GET", "/api/v1/pairing", null).get("userCode").asText()));
        await("connected", 60, () -> {
            JsonNode connection = call("GET", "/api/v1/connection", null);
            return connection.path("state").asText().equals("CONNECTED") && !connection.path("projectId").asText("").isEmpty();
        });
    }

    private long total(String states) throws Exception {
        return call("GET", "/api/v1/queue?limit=1&state=" + URLEncoder.encode(states, StandardCharsets.UTF_8), null).path("total").asLong();
    }

    /** Prints seconds from the first clip handed over to the last one complete, and the process's CPU seconds meanwhile. */
    private void send(long pid, long limitSeconds, String... files) throws Exception {
        long before = total("COMPLETED");
        double cpu = cpuSeconds(pid);
        long start = System.nanoTime();
        for (String file : files) {
            call("POST", "/api/v1/queue", Map.of("path", file));
        }
        await("all complete", (int) limitSeconds, () -> {
            if (total("FAILED,REJECTED") > 0) {
                System.err.println(call("GET", "/api/v1/queue?limit=1&state=FAILED%2CREJECTED", null));
                System.exit(1);
            }
            return total("COMPLETED") - before >= files.length;
        });
        System.out.printf("%.3f %.2f%n", (System.nanoTime() - start) / 1e9, cpuSeconds(pid) - cpu);
    }

    /** Clock ticks are 1/100 s on every Linux that Rushline runs on. */
    private static double cpuSeconds(long pid) throws Exception {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] cells = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(cells[11]) + Long.parseLong(cells[12])) / 100.0;
    }

    /** Fills the queue of an appliance that is not paired; prints add rate, page times and resident memory. */
    private void queue(long pid, Path folder, int count, int requests) throws Exception {
        for (int i = 0; i < count; i++) {
            Files.writeString(folder.resolve("clip-" + i + ".mov"), "clip " + i);
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        long start = System.nanoTime();
        for (int t = 0; t < 4; t++) {
            int first = t;
            threads.submit(() -> {
                for (int i = first; i < count; i += 4) {
                    call("POST", "/api/v1/queue", Map.of("path", folder.resolve("clip-" + i + ".mov").toString()));
                }
                return null;
            });
        }
        threads.shutdown();
        threads.awaitTermination(1, TimeUnit.HOURS);
        double seconds = (System.nanoTime() - start) / 1e9;
        long there = call("GET", "/api/v1/queue?limit=1", null).path("total").asLong();
        if (there < count) {
            throw new IllegalStateException(there + " of " + count + " in the queue");
        }
        Random random = new Random(1);
        double[] millis = new double[requests];
        for (int i = -requests / 5; i < requests; i++) {
            long asked = System.nanoTime();
            call("GET", "/api/v1/queue?limit=" + PAGE + "&offset=" + random.nextInt(count), null);
            millis[Math.max(i, 0)] = (System.nanoTime() - asked) / 1e6;
        }
        Arrays.sort(millis);
        long busy = residentMib(pid);
        TimeUnit.SECONDS.sleep(30);
        System.out.printf("queue   %d clips: added at %.0f/s (4 at a time, over REST); a page of %d: p50 %.1f ms, p99 %.1f ms, goal < 20; %d MiB resident, "
                + "%d after 30 s idle, goal < 200 MB%n", count, count / seconds, PAGE, millis[requests / 2], millis[requests * 99 / 100], busy, residentMib(pid));
    }

    private static long residentMib(long pid) throws Exception {
        String resident = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(line -> line.startsWith("VmRSS")).findFirst().orElse("");
        return Long.parseLong(resident.replaceAll("\\D", "")) / 1024;
    }

    /**
     * Copies a clip into a watched folder at a rate, as a recorder writes it; prints seconds from the last byte to the complete asset.
     *
     * @param target  made an MPEG-TS by its sync bytes where it is called so
     * @param trigger a file that is there while it records
     */
    private void realtime(Appliance cloud, Path source, Path target, long bytesPerSecond, Optional<Path> trigger) throws Exception {
        if (trigger.isPresent()) {
            Files.createFile(trigger.get());
        }
        try (InputStream in = Files.newInputStream(source); OutputStream out = Files.newOutputStream(target)) {
            byte[] piece = new byte[(int) (bytesPerSecond / 10)];
            long next = System.nanoTime();
            long at = 0;
            for (int n = in.readNBytes(piece, 0, piece.length); n > 0; n = in.readNBytes(piece, 0, piece.length)) {
                if (target.toString().endsWith(".ts")) {
                    for (long sync = (at + TS_PACKET - 1) / TS_PACKET * TS_PACKET; sync < at + n; sync += TS_PACKET) {
                        piece[(int) (sync - at)] = TS_SYNC;
                    }
                }
                at += n;
                out.write(piece, 0, n);
                next += TimeUnit.MILLISECONDS.toNanos(100);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
            }
        }
        long end = System.nanoTime();
        if (trigger.isPresent()) {
            Files.delete(trigger.get());
        }
        await("the asset is complete", 300, () -> {
            for (JsonNode asset : cloud.call("GET", "/_sim/assets", null)) {
                if (asset.path("name").asText().equals(target.getFileName().toString()) && asset.path("complete").asBoolean()) {
                    return true;
                }
            }
            return false;
        });
        System.out.printf("%.2f%n", (System.nanoTime() - end) / 1e9);
    }
}
