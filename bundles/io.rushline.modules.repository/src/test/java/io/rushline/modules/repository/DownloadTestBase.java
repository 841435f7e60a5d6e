package io.rushline.modules.repository;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleException;
import io.rushline.modules.api.ModuleDownloads.Wanted;
import io.rushline.modules.repository.Download.Watch;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** A file at a server, and downloads of it in virtual time. */
abstract class DownloadTestBase {

    static final int PIECE = 65_536;
    static final int SIZE = 3 * PIECE + 1234;

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();
    @Rule
    public final Timeout limit = Timeout.seconds(120);

    final byte[] content = new byte[SIZE];
    final VirtualTime time = new VirtualTime();
    final List<String> whys = new ArrayList<>();
    Outside outside;
    TestServer server;
    Path folder;
    Https https;

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

    /** @return the size of what came */
    long bring() throws ModuleException, InterruptedException {
        long[] size = new long[1];
        downloads().bring(wanted(), watch(), path -> size[0] = path.toFile().length());
        return size[0];
    }

    Watch watch() {
        Path part = folder.resolve(sha() + ".part");
        return new Watch(done -> outside.mostOnDisk = Math.max(outside.mostOnDisk, part.toFile().length()), why -> why.ifPresent(whys::add), () -> outside.stopped);
    }

    Downloads downloads() {
        return new Downloads(folder, () -> https, outside.lane(), time, new SplittableRandom(1));
    }

    Wanted wanted() {
        return wanted(server.at("/m.jar"));
    }

    Wanted wanted(URI address) {
        return new Wanted(address, Map.of(), SIZE, sha());
    }

    String sha() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    interface Failing {
        void run() throws Exception;
    }

    static void assertCode(Code code, Failing work) {
        assertEquals(code, assertThrows(ModuleException.class, work::run).code());
    }
}
