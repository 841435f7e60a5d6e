package io.rushline.modules.repository;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleException;
import io.rushline.modules.api.ModuleDownloads.Wanted;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

/** What comes, what is kept, what is refused. */
public class DownloadsTest extends DownloadTestBase {

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

    private List<String> left() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
