package io.rushline.cloud.http;

import static org.junit.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
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
        assertSetInPlaceOf("0", "tcp_mtu_probing", "1", "2", KernelTcp::probeForBlackHoles);
    }

    @Test
    public void littleWaitsUnsentUnlessTheSystemHasALimitAlready() throws Exception {
        assertSetInPlaceOf("4294967295", "tcp_notsent_lowat", "131072", "16384", KernelTcp::keepLittleUnsent);
    }

    /** And put back; another value than the former stays. */
    private void assertSetInPlaceOf(String former, String name, String wanted, String another, Function<KernelTcp, Runnable> set) throws Exception {
        Path file = Files.writeString(folder.getRoot().toPath().resolve(name), former + "\n");
        KernelTcp kernel = new KernelTcp(folder.getRoot().toPath());
        Runnable restore = set.apply(kernel);
        assertEquals(wanted, Files.readString(file).strip());
        restore.run();
        assertEquals(former, Files.readString(file).strip());
        Files.writeString(file, another + "\n");
        set.apply(kernel).run();
        assertEquals(another, Files.readString(file).strip());
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
