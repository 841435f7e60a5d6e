package io.rushline.network;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whom the kernel called on the link and heard nothing from ({@code /proc/net/arp}; IPv4, Linux). */
final class Neighbours {

    private static final String NO_ANSWER = "0x0";

    private Neighbours() {
    }

    /** False also where it is not known. */
    static boolean silent(InetAddress neighbour) {
        return silent(Path.of("/proc/net/arp"), neighbour);
    }

    static boolean silent(Path table, InetAddress neighbour) {
        try {
            return Files.readAllLines(table).stream().map(line -> line.split("\\s+")).anyMatch(line -> line.length > 2 && line[0].equals(neighbour.getHostAddress()) && line[2].equals(NO_ANSWER));
        } catch (IOException notThere) {
            return false;
        }
    }
}
