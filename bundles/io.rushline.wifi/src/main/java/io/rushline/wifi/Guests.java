package io.rushline.wifi;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who is in the hotspot, as the kernel knows from speaking with them. */
final class Guests {

    private static final System.Logger LOG = System.getLogger(Guests.class.getName());
    private static final Path NEIGHBOURS = Path.of("/proc/net/arp");
    private static final String ANSWERED = "0x2";
    /** Discard (RFC 863): nobody answers there. */
    private static final int NOBODY = 9;

    private Guests() {
    }

    /** Somebody who has left without a word is gone some 10 s after the first question. */
    static boolean on(String link) {
        try {
            List<String> there = on(link, Files.readAllLines(NEIGHBOURS));
            there.forEach(Guests::speakTo);
            return !there.isEmpty();
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** So the kernel has to find out whether the neighbour is still there: it keeps those it does not speak with. */
    private static void speakTo(String neighbour) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[0], 0, InetAddress.getByName(neighbour), NOBODY));
        } catch (IOException unreachable) {
            LOG.log(System.Logger.Level.DEBUG, "a neighbour cannot be spoken to", unreachable);
        }
    }

    /** @param lines IP address, HW type, flags, HW address, mask, device (proc(5)) */
    static List<String> on(String link, List<String> lines) {
        return lines.stream().map(line -> line.split("\\s+")).filter(parts -> parts.length == 6 && parts[5].equals(link) && parts[2].equals(ANSWERED)).map(parts -> parts[0]).toList();
    }
}
