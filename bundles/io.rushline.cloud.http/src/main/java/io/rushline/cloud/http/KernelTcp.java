package io.rushline.cloud.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How the kernel treats TCP connections of this network namespace: their congestion control, whether it finds out what packets get through, and how much
 * may wait in it to be sent.
 */
final class KernelTcp {

    private static final System.Logger LOG = System.getLogger(KernelTcp.class.getName());
    private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4");
    private static final int MOST_BYTES = 4_096;
    private static final String UNLIMITED = "4294967295";
    private static final String LITTLE_BYTES = "131072";

    private final Path now;
    private final Path available;
    private final Path probing;
    private final Path unsent;

    KernelTcp() {
        this(SETTINGS);
    }

    KernelTcp(Path settings) {
        this.now = settings.resolve("tcp_congestion_control");
        this.available = settings.resolve("tcp_available_congestion_control");
        this.probing = settings.resolve("tcp_mtu_probing");
        this.unsent = settings.resolve("tcp_notsent_lowat");
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
        return setInPlaceOf("0", probing, "1");
    }

    /**
     * A send buffer grows to megabytes, and what lies in it seems to have been sent: of a trial of more connections nothing could be told for seconds. A limit
     * that somebody has set is left alone.
     *
     * @return as {@link #prefer}
     */
    Runnable keepLittleUnsent() {
        return setInPlaceOf(UNLIMITED, unsent, LITTLE_BYTES);
    }

    private Runnable setInPlaceOf(String former, Path setting, String wanted) {
        return read(setting).equals(former) ? set(setting, wanted) : () -> { };
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
        try (InputStream in = Files.newInputStream(setting)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip(); // at once: of a number the kernel has no second piece
        } catch (IOException notLinux) {
            return "";
        }
    }
}
