package io.rushline.cloud.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The congestion control that the kernel gives to new connections of this network namespace. */
final class KernelTcp {

    private static final System.Logger LOG = System.getLogger(KernelTcp.class.getName());
    private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4");

    private final Path now;
    private final Path available;

    KernelTcp() {
        this(SETTINGS);
    }

    KernelTcp(Path settings) {
        this.now = settings.resolve("tcp_congestion_control");
        this.available = settings.resolve("tcp_available_congestion_control");
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
        String before = congestionControl();
        if (before.isEmpty() || before.equals(wanted) || !write(wanted)) {
            return () -> { };
        }
        LOG.log(System.Logger.Level.INFO, "TCP now uses {0} in place of {1}", wanted, before);
        return () -> {
            if (congestionControl().equals(wanted)) {
                write(before);
            }
        };
    }

    private boolean write(String name) {
        try {
            Files.writeString(now, name);
            return true;
        } catch (IOException refused) {
            LOG.log(System.Logger.Level.INFO, "TCP goes on with {0}: {1} cannot be set here ({2}; the kernel has: {3})",
                    congestionControl(), name, refused.getClass().getSimpleName(), read(available));
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
