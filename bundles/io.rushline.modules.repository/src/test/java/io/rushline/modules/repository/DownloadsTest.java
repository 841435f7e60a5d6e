package io.rushline.modules.repository;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.ModuleDownloads.Wanted;
import io.rushline.modules.repository.Download.Watch;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

public class DownloadsTest {

    private static final int PIECE = 65_536;
    private static final int SIZE = 3 * PIECE + 1234;

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();
    @Rule
    public final Timeout limit = Timeout.seconds(120);

    private final byte[] content = new byte[SIZE];
    private final VirtualTime time = new VirtualTime();
    private final List<String> whys = new ArrayList<>();
    private Outside outside;
    private TestServer server;
    private Path folder;
    private Https https;

    @Before
    public void serve() throws Exception {
        new Random(7).nextBytes(content);
        outside = new Outside(time);
        outside.policy(b -> b.pieceBytes = PIECE);
        folder = home.getRoot().toPath().resolve("modules/downloads");
        server = new TestServer();
        server.files.put("/m.jar", content);
        https = TestServer.client(Duration.ofSeconds(20));
    }

    @After
    public void end() {
        server.close();
    }

    @Test
    public void aFileComesInPiecesAndIsTheCallers() throws Exception {
        List<Long> progress = new ArrayList<>();
        Path file = downloads().fetch(wanted(), progress::add, () -> false);
        assertArrayEquals(content, Files.readAllBytes(file));
        assertEquals(List.of("/m.jar bytes=0-65535", "/m.jar bytes=65536-131071", "/m.jar bytes=131072-196607", "/m.jar bytes=196608-197841"), server.requests);
        assertEquals(SIZE, (long) progress.get(progress.size() - 1));
        Files.delete(file);
        assertEquals("nothing is left", List.of(), left());
    }

    @Test
    public void whatHasComeIsNotFetchedAgainAfterARestart() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        assertCode(Code.CANCELLED, () -> downloads().fetch(wanted(), done -> asked.set((int) done), () -> asked.get() >= PIECE));
        long before = Files.size(folder.resolve(wanted().sha256() + ".part"));
        assertTrue("" + before, before >= PIECE);
        server.requests.clear();
        assertArrayEquals(content, Files.readAllBytes(downloads().fetch(wanted(), done -> { }, () -> false)));
        assertTrue(server.requests.get(0), server.requests.get(0).startsWith("/m.jar bytes=" + before + "-"));
        assertEquals("\"one\"", server.headers.get(server.headers.size() - 1).getFirst("If-Range"));
    }

    @Test
    public void aFileThatChangedMeanwhileIsFetchedFromItsBeginning() throws Exception {
        Files.createDirectories(folder);
        Files.write(folder.resolve(wanted().sha256() + ".part"), new byte[PIECE]);
        Files.writeString(folder.resolve(wanted().sha256() + ".json"), "{\"etag\":\"\\\"old\\\"\",\"lastModified\":null}");
        assertArrayEquals(content, Files.readAllBytes(downloads().fetch(wanted(), done -> { }, () -> false)));
        assertEquals(List.of("/m.jar bytes=65536-131071"), server.requests);
    }

    @Test
    public void aCutAmidAPieceCostsOnlyWhatHadNotCome() throws Exception {
        server.script = (exchange, number) -> {
            if (number > 2) {
                return false;
            }
            int from = number == 1 ? 0 : 1000;
            exchange.getResponseHeaders().set("ETag", server.etag);
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (from + 65_535) + "/" + SIZE);
            TestServer.cut(exchange, 206, Arrays.copyOfRange(content, from, SIZE), PIECE, 1000);
            return true;
        };
        assertArrayEquals(content, Files.readAllBytes(downloads().fetch(wanted(), done -> { }, () -> false)));
        assertEquals("/m.jar bytes=1000-66535", server.requests.get(1));
        assertEquals("/m.jar bytes=2000-67535", server.requests.get(2));
    }

    @Test
    public void aServerThatIgnoresRangesIsReadAsAStream() throws Exception {
        server.script = (exchange, number) -> {
            server.send(exchange, 200, content, 0, SIZE);
            return true;
        };
        assertArrayEquals(content, Files.readAllBytes(downloads().fetch(wanted(), done -> { }, () -> false)));
        assertEquals(1, server.requests.size());
    }

    @Test
    public void nothingForTooLongEndsAPieceAndItIsTriedAgain() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        https = TestServer.client(Duration.ofSeconds(2));
        server.script = (exchange, number) -> {
            if (number > 1) {
                return false;
            }
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-65535/" + SIZE);
            exchange.sendResponseHeaders(206, PIECE);
            exchange.getResponseBody().write(content, 0, 100);
            exchange.getResponseBody().flush();
            await(over);
            return true;
        };
        assertArrayEquals(content, Files.readAllBytes(downloads().fetch(wanted(), done -> { }, () -> false)));
        over.countDown();
        assertEquals("/m.jar bytes=100-65635", server.requests.get(1));
    }

    @Test
    public void errorsOfTheServerAreTriedAgainForeverAndItsWaitObeyed() throws Exception {
        server.script = (exchange, number) -> {
            if (number > 40) {
                return false;
            }
            if (number == 1) {
                exchange.getResponseHeaders().set("Retry-After", "3600");
            }
            exchange.sendResponseHeaders(number % 2 == 0 ? 500 : 503, -1);
            return true;
        };
        bring();
        assertTrue(time.since().toString(), time.since().compareTo(Duration.ofHours(1)) >= 0 && time.since().compareTo(Duration.ofMinutes(60 + 40)) < 0);
        assertTrue(whys.toString(), whys.contains("The server answers with status 503; tries again."));
    }

    @Test
    public void aNetworkThatIsAwayIsWaitedForUntilSomebodyStopsIt() throws Exception {
        URI nobody = server.at("/m.jar");
        server.close();
        time.meanwhile = () -> outside.stopped = time.since().compareTo(Duration.ofMinutes(30)) > 0;
        assertCode(Code.CANCELLED, () -> downloads().bring(wanted(nobody), watch(), path -> { }));
        assertTrue(time.sleeps.size() > 1000);
    }

    @Test
    public void aRefusalIsFinal() {
        for (int status : new int[] {400, 401, 403, 404, 410}) {
            server.script = (exchange, number) -> {
                exchange.sendResponseHeaders(status, -1);
                return true;
            };
            assertCode(Code.UNKNOWN, this::bring);
        }
        assertEquals(5, server.requests.size());
        assertEquals(Duration.ZERO, time.since());
    }

    @Test
    public void anotherContentIsTriedOnceMoreFromItsBeginningAndThenRefused() throws Exception {
        byte[] other = content.clone();
        other[SIZE - 1] ^= 1;
        server.files.put("/m.jar", other);
        assertCode(Code.TAMPERED, this::bring);
        assertEquals(8, server.requests.size());
        assertEquals(0, Files.size(folder.resolve(wanted().sha256() + ".part")));
        server.files.put("/m.jar", content);
        assertEquals(content.length, bring());
    }

    @Test
    public void whatAPowerCutDamagedIsFetchedAgain() throws Exception {
        Files.createDirectories(folder);
        Files.write(folder.resolve(wanted().sha256() + ".part"), new byte[2 * PIECE]);
        assertEquals(SIZE, bring());
        assertEquals("the rest, then all of it", 2 + 4, server.requests.size());
    }

    @Test
    public void moreBytesThanAnnouncedAreRefusedAndNotWritten() {
        server.files.put("/m.jar", Arrays.copyOf(content, SIZE + 1));
        assertCode(Code.TAMPERED, this::bring);
        server.script = (exchange, number) -> {
            exchange.sendResponseHeaders(200, 0); // chunked: of no announced length
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 100; i++) {
                    out.write(content);
                }
            } catch (IOException clientWent) {
                exchange.close();
            }
            return true;
        };
        outside.mostOnDisk = 0;
        assertCode(Code.TAMPERED, this::bring);
        assertTrue("" + outside.mostOnDisk, outside.mostOnDisk <= SIZE);
    }

    @Test
    public void fewerBytesThanAnnouncedAreRefused() {
        server.files.put("/m.jar", Arrays.copyOf(content, SIZE - 1));
        assertCode(Code.TAMPERED, this::bring);
        server.script = (exchange, number) -> {
            server.send(exchange, 200, content, 0, 100);
            return true;
        };
        assertCode(Code.TAMPERED, this::bring);
    }

    @Test
    public void anotherRangeThanAskedForIsRefused() {
        server.script = (exchange, number) -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 5-65540/" + SIZE);
            server.send(exchange, 206, content, 5, PIECE);
            return true;
        };
        assertCode(Code.TAMPERED, this::bring);
    }

    @Test
    public void redirectsKeepOurHeadersFromOtherHostsAndEndAtFive() throws Exception {
        try (TestServer other = new TestServer()) {
            other.files.put("/there.jar", content);
            server.script = redirect(Map.of("/m.jar", "/n.jar", "/n.jar", other.at("/there.jar").toString()));
            downloads().bring(new Wanted(server.at("/m.jar"), Map.of("Authorization", "secret"), SIZE, sha()), watch(), path -> { });
            assertEquals("secret", server.headers.get(0).getFirst("Authorization"));
            assertEquals("secret", server.headers.get(1).getFirst("Authorization"));
            assertFalse(other.headers.isEmpty());
            assertTrue(other.headers.stream().noneMatch(headers -> headers.containsKey("Authorization")));
            assertTrue(other.headers.get(0).containsKey("Range"));
        }
        server.script = redirect(Map.of("/m.jar", "/m.jar"));
        server.requests.clear();
        assertCode(Code.UNKNOWN, this::bring);
        assertEquals(6, server.requests.size());
        server.script = redirect(Map.of("/m.jar", "http://localhost/m.jar"));
        assertCode(Code.UNKNOWN, this::bring);
        server.script = redirect(Map.of("/m.jar", "file:///etc/passwd"));
        assertCode(Code.UNKNOWN, this::bring);
    }

    @Test
    public void nothingAtAllIsSentWhileEveryLinkCosts() throws Exception {
        outside.network(Outside.link("wwan0", true));
        time.meanwhile = () -> {
            assertEquals(List.of(), server.requests);
            if (time.since().compareTo(Duration.ofMinutes(30)) > 0) {
                outside.network(Outside.link("wwan0", true), Outside.link("eth0", false));
            }
        };
        bring();
        assertTrue(whys.toString(), whys.get(0).contains("cost by the byte"));
    }

    @Test
    public void aLinkThatBeginsToCostEndsThePieceAtOnce() throws Exception {
        outside.policy(b -> b.limitBits = 160_000);
        time.meanwhile = () -> {
            if (time.sleeps.size() == 3) {
                outside.network(Outside.link("wwan0", true));
            }
            outside.stopped = time.since().compareTo(Duration.ofMinutes(5)) > 0;
        };
        assertCode(Code.CANCELLED, this::bring);
        assertEquals(1, server.requests.size());
    }

    @Test
    public void downloadsGoSlowlyBehindUploadsAndFreelyWithoutThem() throws Exception {
        outside.policy(b -> b.behindBits = 100_000);
        bring();
        assertEquals(Duration.ZERO, time.since());
        outside.sending = true;
        bring();
        double seconds = time.since().toMillis() / 1000.0;
        assertEquals(SIZE * 8 / 100_000.0, seconds, 0.5);
        assertTrue(server.requests.get(server.requests.size() - 2), server.requests.size() > 4 + 7); // smaller pieces
    }

    @Test
    public void downloadsWaitForUploadsWhereTheyMayUseNothing() throws Exception {
        outside.policy(b -> b.behindBits = 0);
        outside.sending = true;
        time.meanwhile = () -> {
            assertEquals(List.of(), server.requests);
            outside.sending = time.since().compareTo(Duration.ofMinutes(3)) < 0;
        };
        bring();
        assertTrue(time.since().compareTo(Duration.ofMinutes(3)) >= 0);
        assertTrue(whys.toString(), whys.get(0).contains("no clip"));
    }

    @Test
    public void whatCannotBeDownloadedIsRefusedAtOnce() {
        assertCode(Code.UNKNOWN, () -> downloads().fetch(wanted(URI.create("http://localhost/m.jar")), done -> { }, () -> false));
        assertCode(Code.UNKNOWN, () -> downloads().fetch(new Wanted(server.at("/m.jar"), Map.of(), 5, "../../escape"), done -> { }, () -> false));
        assertCode(Code.TOO_LARGE, () -> downloads().fetch(new Wanted(server.at("/m.jar"), Map.of(), 1L << 40, sha()), done -> { }, () -> false));
        assertEquals(List.of(), server.requests);
    }

    @Test
    public void aFileThatIsRefusedForWhatItIsIsForgottenAndOneThatCannotBeStoredNowIsKept() throws Exception {
        Path part = folder.resolve(sha() + ".part");
        assertCode(Code.STORE, () -> downloads().bring(wanted(), watch(), path -> {
            throw new ModuleException(Code.STORE, "");
        }));
        assertTrue(Files.exists(part));
        int requests = server.requests.size();
        assertCode(Code.UNSIGNED, () -> downloads().bring(wanted(), watch(), path -> {
            throw new ModuleException(Code.UNSIGNED, "");
        }));
        assertEquals("it was still there", requests, server.requests.size());
        assertFalse(Files.exists(part));
    }

    @Test
    public void aDiskWithTooLittleSpaceIsLeftAlone() throws Exception {
        Files.createDirectories(folder);
        try (PartFile part = new PartFile(folder, sha())) {
            part.reserve(1);
            assertCode(Code.NO_SPACE, () -> part.reserve(folder.toFile().getUsableSpace() - PartFile.RESERVE_BYTES / 2));
        }
    }

    @Test
    public void whatNobodyAskedForInTwoWeeksIsDeleted() throws Exception {
        Files.createDirectories(folder);
        Path old = Files.write(folder.resolve(sha() + ".part"), new byte[1]);
        Path fresh = Files.write(folder.resolve("b".repeat(64) + ".part"), new byte[1]);
        Path other = Files.write(folder.resolve("job.json"), new byte[1]);
        for (Path file : List.of(old, other)) {
            Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(VirtualTime.BEGIN.minus(Duration.ofDays(15))));
        }
        Files.setLastModifiedTime(fresh, java.nio.file.attribute.FileTime.from(VirtualTime.BEGIN));
        downloads().sweep();
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(fresh) && Files.exists(other));
    }

    private TestServer.Script redirect(Map<String, String> to) {
        return (exchange, number) -> {
            String target = to.get(exchange.getRequestURI().getPath());
            if (target == null) {
                return false;
            }
            exchange.getResponseHeaders().set("Location", target);
            exchange.sendResponseHeaders(302, -1);
            return true;
        };
    }

    private static void await(CountDownLatch over) throws IOException {
        try {
            over.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** @return the size of what came */
    private long bring() throws ModuleException, InterruptedException {
        long[] size = new long[1];
        downloads().bring(wanted(), watch(), path -> size[0] = path.toFile().length());
        return size[0];
    }

    private Watch watch() {
        Path part = folder.resolve(sha() + ".part");
        return new Watch(done -> outside.mostOnDisk = Math.max(outside.mostOnDisk, part.toFile().length()), why -> why.ifPresent(whys::add), () -> outside.stopped);
    }

    private Downloads downloads() {
        return new Downloads(folder, () -> https, outside.lane(), time, new SplittableRandom(1));
    }

    private Wanted wanted() {
        return wanted(server.at("/m.jar"));
    }

    private Wanted wanted(URI address) {
        return new Wanted(address, Map.of(), SIZE, sha());
    }

    private String sha() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> left() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private interface Failing {
        void run() throws Exception;
    }

    private static void assertCode(Code code, Failing work) {
        assertEquals(code, assertThrows(ModuleException.class, work::run).code());
    }
}
