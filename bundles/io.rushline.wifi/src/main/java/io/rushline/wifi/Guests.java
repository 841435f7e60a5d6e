package io.rushline.wifi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who is in the hotspot, as far as the kernel has spoken with them lately. */
final class Guests {

    private static final Path NEIGHBOURS = Path.of("/proc/net/arp");
    private static final String ANSWERED = "0x2";

    private Guests() {
    }

    static boolean on(String link) {
        try {
            return on(link, Files.readAllLines(NEIGHBOURS));
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** @param lines IP address, HW type, flags, HW address, mask, device (proc(5)) */
    static boolean on(String link, List<String> lines) {
        return lines.stream().map(line -> line.split("\\s+")).anyMatch(parts -> parts.length == 6 && parts[5].equals(link) && parts[2].equals(ANSWERED));
    }
}
