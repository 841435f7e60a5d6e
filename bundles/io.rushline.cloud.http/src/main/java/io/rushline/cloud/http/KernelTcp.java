package io.rushline.cloud.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the kernel treats new TCP connections of this network namespace: their congestion control, and whether it finds out what packets get through. */
final class KernelTcp {

    private static final System.Logger LOG = System.getLogger(KernelTcp.class.getName());
    private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4");

    private final Path now;
    private final Path available;
    private final Path probing;

    KernelTcp() {
        this(SETTINGS);
    }

    KernelTcp(Path settings) {
        this.now = settings.resolve("tcp_congestion_control");
        this.available = settings.resolve("tcp_available_congestion_control");
        this.probing = settings.resolve("tcp_mtu_probing");
    }

    /** As the kernel calls it; empty where it cannot be known. */
    String congestionControl() {
        return read(now);
    }

    /**
     * Sets it where that may be done and changes something. The kernel loads a module for it, so what it does not list may still be there.
     *
     * @return puts the former back, unless somebody else has set another meanwhile
     */
    Runnable prefer(String wanted) {
        return set(now, wanted);
    }

    /**
     * Where large packets vanish and nobody tells (RFC 4821, a "black hole"), a connection stalls for ever unless the kernel then tries smaller ones.
     * One that probes already is left alone.
     *
     * @return as {@link #prefer}
     */
    Runnable probeForBlackHoles() {
        return read(probing).equals("0") ? set(probing, "1") : () -> { };
    }

    private Runnable set(Path setting, String wanted) {
        String before = read(setting);
        if (before.isEmpty() || before.equals(wanted) || !write(setting, wanted)) {
            return () -> { };
        }
        LOG.log(System.Logger.Level.INFO, "{0} is now {1} in place of {2}", setting.getFileName(), wanted, before);
        return () -> {
            if (read(setting).equals(wanted)) {
                write(setting, before);
            }
        };
    }

    private boolean write(Path setting, String wanted) {
        try {
            Files.writeString(setting, wanted);
            return true;
        } catch (IOException refused) {
            LOG.log(System.Logger.Level.INFO, "{0} stays {1}: {2} cannot be set here ({3}; congestion controls of the kernel: {4})",
                    setting.getFileName(), read(setting), wanted, refused.getClass().getSimpleName(), read(available));
            return false;
        }
    }

    private static String read(Path setting) {
        try {
            return Files.readString(setting).strip();
        } catch (IOException notLinux) {
            return "";
        }
    }
}
