package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.itests.support.Fault;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The home's disk is full: a module is refused, uploads go on, and it is taken when there is space again. Needs root, for a small disk of its own. */
public class NoSpaceIT {

    private static final int DISK_MEBIBYTES = 96;
    private static final int MODULE_BYTES = 12 << 20;
    private static final int LEFT_BYTES = 8 << 20;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path disk;
    private Site site;

    @Before
    public void mount() throws Exception {
        Assume.assumeTrue("not root", "root".equals(System.getProperty("user.name")));
        Path mountPoint = folder.newFolder("disk").toPath();
        Assume.assumeTrue("no tmpfs can be mounted here", run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEBIBYTES + "m", "rushline-test", mountPoint.toString()));
        disk = mountPoint;
        site = new Site();
        site.open(disk.resolve("home"), folder.newFolder("cloud").toPath());
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

    /** Leaves only so many bytes free. */
    private Path fill(long left) throws IOException {
        Path full = disk.resolve("full.bin");
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(full)) {
            while (Files.getFileStore(disk).getUsableSpace() > left + block.length) {
                out.write(block);
            }
        }
        return full;
    }

    @Test
    public void aModuleForWhichThereIsNoSpaceIsRefusedAndUploadsGoOn() throws Exception {
        Installer installer = new Installer(site, folder.newFolder("modules").toPath());
        installer.start(Map.of());
        site.pair();
        byte[] content = new byte[MODULE_BYTES];
        new Random(1).nextBytes(content);
        Path module = installer.maker.bundle("com.example.large", "1.0.0").entry("content.bin", content).with(Fault.NONE).signed();
        Path clip = installer.uploading(folder.newFolder("clips").toPath().resolve("full.mov"));
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
}
