package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Fault;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Site;
import io.rushline.itests.support.VendorRepository;
import io.rushline.itests.support.VendorRepository.Sent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The home's disk is full: a module is refused, or gone back from, uploads go on, and it is taken when there is space again. Needs root, for a small disk of its own. */
public class NoSpaceIT {

    private static final String NETWORK = "io.rushline.network.jvm";
    private static final int DISK_MEBIBYTES = 192;
    private static final int MODULE_BYTES = 12 << 20;
    private static final int LEFT_BYTES = 8 << 20;
    /** Less than a download leaves free. */
    private static final int TOO_LITTLE_BYTES = 60 << 20;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path disk;
    private Site site;
    private Installer installer;

    @Before
    public void mount() throws Exception {
        Assume.assumeTrue("not root", "root".equals(System.getProperty("user.name")));
        Path mountPoint = folder.newFolder("disk").toPath();
        Assume.assumeTrue("no tmpfs can be mounted here", run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEBIBYTES + "m", "rushline-test", mountPoint.toString()));
        disk = mountPoint;
        site = new Site();
        site.open(disk.resolve("home"), folder.newFolder("cloud").toPath());
        installer = new Installer(site, folder.newFolder("modules").toPath());
    }

    @After
    public void unmount() throws Exception {
        if (site != null) {
            site.close();
        }
        if (disk != null) {
            assertTrue("unmounted", run("umount", disk.toString()));
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Leaves only so many bytes free; 0: not one more can be written. */
    private Path fill(long left) throws IOException {
        Path full = disk.resolve("full.bin");
        for (byte[] block : new byte[][] {new byte[1 << 16], new byte[1 << 10]}) {
            try (OutputStream out = Files.newOutputStream(full, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (left == 0 || Files.getFileStore(disk).getUsableSpace() > left + block.length) {
                    out.write(block);
                }
            } catch (IOException nothingLeft) {
                assertEquals(nothingLeft.toString(), 0, left);
            }
        }
        return full;
    }

    private Path large() {
        byte[] content = new byte[MODULE_BYTES];
        new Random(1).nextBytes(content);
        return installer.maker.bundle("com.example.large", "1.0.0").entry("content.bin", content).with(Fault.NONE).signed();
    }

    private Path uploading() throws IOException {
        return installer.uploading(folder.newFolder("clips").toPath().resolve("full.mov"));
    }

    @Test
    public void aModuleForWhichThereIsNoSpaceIsRefusedAndUploadsGoOn() throws Exception {
        installer.start(Map.of());
        site.pair();
        Path module = large();
        Path clip = uploading();
        Path full = fill(LEFT_BYTES);
        assertEquals("no-space", installer.refusedByRest(module).code());
        Installer.Refusal refusal = installer.refused("install", module);
        assertEquals("no-space", refusal.code());
        assertTrue(refusal.text(), refusal.text().contains("Free space"));
        assertTrue("nothing of it is left", Files.getFileStore(disk).getUsableSpace() > LEFT_BYTES / 2);
        assertEquals("modules.no-space", installer.history().get(0).at("/why/code").asText());
        installer.arrives(clip);
        Files.delete(full);
        installer.kept("install", module);
    }

    @Test
    public void aDownloadEndsWhenTheDiskBecomesFullAndGoesOnWhenThereIsSpaceAgain() throws Exception {
        try (VendorRepository repository = new VendorRepository(folder.newFolder("repository").toPath())) {
            installer.start(Map.of(), "--set", "io.rushline.modules.repository:indexUrl=" + repository.indexUrl(),
                    "--set", "io.rushline.modules.repository:trustPemFile=" + repository.pem());
            site.pair();
            Path module = large();
            repository.publish("stable", module);
            Path clip = uploading();
            Rushline command = Rushline.start("ctl", "--home", site.home, "modules", "update", "com.example.large"); // behind the clip it takes more than a minute
            String file = module.getFileName().toString();
            Await.until("pieces have come", Installer.LIMIT, () -> repository.sent(file).size() >= 2);
            Path full = fill(TOO_LITTLE_BYTES);
            Rushline.Result result = command.await(Installer.LIMIT);
            assertEquals(result.toString(), 1, result.status());
            assertTrue(result.err(), result.err().contains("There is no space for this module."));
            assertEquals("nothing is staged", 0, site.api().get("/api/v1/modules/staged").get("modules").size());
            long came = end(repository.sent(file));
            assertTrue("it was under way: " + came, came > 0 && came < Files.size(module));
            installer.arrives(clip);
            Files.delete(full);
            int before = repository.sent(file).size();
            installer.kept("update", "com.example.large");
            assertEquals("it goes on", came, repository.sent(file).get(before).from());
            assertEquals("1.0.0", installer.version("com.example.large"));
        }
    }

    private static long end(List<Sent> pieces) {
        return pieces.get(pieces.size() - 1).to();
    }

    @Test
    public void anUpdateThatCannotBeKeptForWantOfSpaceIsGoneBackFromWithTheReason() throws Exception {
        installer.start(30, Map.of(), "--set", "io.rushline.modules:trialSeconds=90");
        site.pair();
        List<String> before = installer.running();
        Path module = installer.maker.next(NETWORK, "1.1.0").signed();
        Path clip = uploading();
        JsonNode update = Installer.json(installer.ctl("install", module, "--no-wait"));
        installer.awaitState(update, "SETTLING");
        Path full = fill(0);
        Await.until("the former one runs", Installer.LIMIT, () -> installer.version(NETWORK), "1.0.0"::equals);
        Files.delete(full);
        JsonNode ended = installer.awaitState(update, "ROLLED_BACK", "COMMITTED");
        assertEquals(ended.toString(), "ROLLED_BACK modules.no-space", ended.get("state").asText() + " " + ended.at("/why/code").asText());
        assertEquals(before, installer.running());
        installer.arrives(clip);
        installer.kept("install", module);
    }
}
