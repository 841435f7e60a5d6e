package io.rushline.itests.support;

import aQute.bnd.osgi.repository.SimpleIndexer;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A vendor's repository over HTTPS: a folder for each channel, with the index that bnd makes of it. Knows which bytes it has sent, and misbehaves as it is told. */
public final class VendorRepository implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final int BLOCK = 8_192;

    /** An answer with (a part of) a module. @param to how far it came, exclusive */
    public record Sent(String file, long from, long to) {
        public long bytes() {
            return to - from;
        }
    }

    private final Path folder;
    private final Signer server;
    private final HttpsServer http;
    private final ExecutorService workers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "vendor's repository");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, byte[]> indexes = new ConcurrentHashMap<>();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
    private volatile long bytesPerSecond;
    private volatile boolean portal;
    private volatile boolean portalForModules;
    private volatile boolean busy;

    /** @param folder is there, and takes keys, modules and indexes */
    public VendorRepository(Path folder) {
        try {
            this.folder = Files.createDirectories(folder);
            server = Signer.ofAServer(folder, "Repository of a test");
            http = server.serve(workers, this::answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its certificate, for those who are to trust it. */
    public Path pem() {
        return server.pem();
    }

    /** With {@code {channel}} in it. */
    public String indexUrl() {
        return "https://127.0.0.1:" + http.getAddress().getPort() + "/{channel}/index.xml";
    }

    /** Puts modules into a channel, beside those that are there, and makes its index anew. */
    public void publish(String channel, Path... modules) {
        try {
            Path at = Files.createDirectories(folder.resolve(channel));
            for (Path module : modules) {
                Files.copy(module, at.resolve(module.getFileName()));
            }
            indexes.put(channel, index(at, at));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What bnd makes of all modules in a folder. @param base what their addresses in it are relative to */
    public static byte[] index(Path modules, Path base) throws IOException {
        try (Stream<Path> files = Files.list(modules)) {
            ByteArrayOutputStream index = new ByteArrayOutputStream();
            new SimpleIndexer().base(base.toUri()).name("vendor").files(files.filter(file -> file.toString().endsWith(".jar")).sorted().map(Path::toFile).toList()).index(index);
            return index.toByteArray();
        }
    }

    /** Changes what the index of a channel says, until something is published in it. */
    public void lies(String channel, UnaryOperator<String> lie) {
        indexes.computeIfPresent(channel, (name, index) -> lie.apply(new String(index, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    }

    /** Each answer from now on ends, and its connection is cut, after so many bytes in all; once. */
    public void cutAfter(long more) {
        cutAfter.set(bytes.get() + more);
    }

    /** @param limit 0: as fast as it goes */
    public void slow(long limit) {
        bytesPerSecond = limit;
    }

    /** Whether a network's sign-in page comes instead of whatever is asked for. */
    public void portal(boolean is) {
        portal = is;
    }

    /** The same, but the index comes. */
    public void portalForModules(boolean is) {
        portalForModules = is;
    }

    /** Whether it says 503 when it is asked for a module. */
    public void busy(boolean is) {
        busy = is;
    }

    /** What was sent of modules, one for each answer, in this order. */
    public List<Sent> sent(String file) {
        return sent.stream().filter(one -> one.file.equals(file)).toList();
    }

    /** Bytes of modules that were sent so far. */
    public long bytesSent() {
        return bytes.get();
    }

    /** Requests so far, whatever for. */
    public long requests() {
        return requests.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String channel = path.substring(1).split("/")[0];
            Path file = folder.resolve(path.substring(1)).normalize();
            if (portal || portalForModules && path.endsWith(".jar")) {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                whole(exchange, "<!DOCTYPE html><html><body><h1>Welcome to the hotel</h1><form>Room: <input></form></body></html>".getBytes(StandardCharsets.UTF_8));
            } else if (path.endsWith("/index.xml") && indexes.containsKey(channel)) {
                whole(exchange, indexes.get(channel));
            } else if (file.startsWith(folder.resolve(channel)) && file.toString().endsWith(".jar") && Files.isRegularFile(file)) {
                if (busy) {
                    exchange.sendResponseHeaders(503, -1);
                } else {
                    module(exchange, file);
                }
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void whole(HttpExchange exchange, byte[] content) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
    }

    private void module(HttpExchange exchange, Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Matcher range = RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        boolean part = range.matches();
        int from = part ? Integer.parseInt(range.group(1)) : 0;
        int end = part ? Math.min(content.length, Integer.parseInt(range.group(2)) + 1) : content.length;
        exchange.getResponseHeaders().set("ETag", "\"" + file.getFileName() + "\"");
        if (part) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(part ? 206 : 200, end - from);
        int to = from;
        try {
            for (byte[] block = next(content, to, end); block.length > 0; block = next(content, to, end)) {
                exchange.getResponseBody().write(block);
                exchange.getResponseBody().flush();
                to += block.length;
                bytes.addAndGet(block.length);
                if (bytes.get() >= cutAfter.get()) {
                    cutAfter.set(Long.MAX_VALUE);
                    break; // what was announced is missing: the connection is closed
                }
                if (bytesPerSecond > 0) {
                    Await.pass(Duration.ofNanos(block.length * 1_000_000_000L / bytesPerSecond));
                }
            }
        } finally {
            sent.add(new Sent(file.getFileName().toString(), from, to));
        }
    }

    private static byte[] next(byte[] content, int from, int end) {
        return Arrays.copyOfRange(content, from, Math.min(end, from + BLOCK));
    }

    @Override
    public void close() {
        http.stop(0);
        workers.shutdownNow();
    }
}
