package io.rushline.cloud.http;

import static org.junit.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The kernel's congestion control, in files as the kernel shows it. */
public class KernelTcpTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    private Path setting;

    @Before
    public void aKernelWithCubic() throws Exception {
        setting = Files.writeString(folder.getRoot().toPath().resolve("tcp_congestion_control"), "cubic\n");
    }

    @Test
    public void thePreferredIsSetAndTheFormerComesBack() throws Exception {
        KernelTcp kernel = new KernelTcp(folder.getRoot().toPath());
        assertEquals("cubic", kernel.congestionControl());
        Runnable restore = kernel.prefer("bbr");
        assertEquals("bbr", kernel.congestionControl());
        restore.run();
        assertEquals("cubic", Files.readString(setting).strip());
    }

    @Test
    public void blackHolesAreProbedForUnlessTheSystemDoesSoAlready() throws Exception {
        Path probing = Files.writeString(folder.getRoot().toPath().resolve("tcp_mtu_probing"), "0\n");
        KernelTcp kernel = new KernelTcp(folder.getRoot().toPath());
        Runnable restore = kernel.probeForBlackHoles();
        assertEquals("1", Files.readString(probing).strip());
        restore.run();
        assertEquals("0", Files.readString(probing).strip());
        Files.writeString(probing, "2\n");
        kernel.probeForBlackHoles().run();
        assertEquals("2", Files.readString(probing).strip());
    }

    @Test
    public void littleWaitsUnsentUnlessTheSystemHasALimitAlready() throws Exception {
        Path unsent = Files.writeString(folder.getRoot().toPath().resolve("tcp_notsent_lowat"), "4294967295\n");
        KernelTcp kernel = new KernelTcp(folder.getRoot().toPath());
        Runnable restore = kernel.keepLittleUnsent();
        assertEquals("131072", Files.readString(unsent).strip());
        restore.run();
        assertEquals("4294967295", Files.readString(unsent).strip());
        Files.writeString(unsent, "16384\n");
        kernel.keepLittleUnsent().run();
        assertEquals("16384", Files.readString(unsent).strip());
    }

    @Test
    public void whatSomebodyElseHasSetMeanwhileStays() throws Exception {
        KernelTcp kernel = new KernelTcp(folder.getRoot().toPath());
        Runnable restore = kernel.prefer("bbr");
        Files.writeString(setting, "reno\n");
        restore.run();
        assertEquals("reno", kernel.congestionControl());
    }

    @Test
    public void whereItMayNotBeSetItStays() throws Exception {
        Path readable = folder.newFolder("refuses").toPath();
        Files.createDirectory(readable.resolve("tcp_congestion_control")); // a folder cannot be written, not even by root
        new KernelTcp(readable).prefer("bbr").run();
        KernelTcp none = new KernelTcp(readable.resolve("another-system"));
        none.prefer("bbr").run();
        assertEquals("", none.congestionControl());
    }
}
