package io.rushline.cloud.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How many bytes the system still has to deliver for a connection. On a slow line megabytes sit there for minutes, in which a blocked write
 * or a missing answer does not mean that nothing moves. Known on Linux only (proc_net_tcp: tx_queue).
 */
final class SendQueue {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int QUEUES = 4;

    private SendQueue() {
    }

    /** Bytes not yet acknowledged by the other end; empty where this cannot be known. */
    static OptionalLong bytes(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        String from = cell(local);
        String to = cell(remote);
        for (Path table : TABLES) {
            try (Stream<String> lines = Files.lines(table)) {
                OptionalLong found = lines.map(line -> line.trim().split("\\s+"))
                        .filter(cells -> cells.length > QUEUES && cells[LOCAL].endsWith(from) && cells[REMOTE].endsWith(to))
                        .mapToLong(cells -> Long.parseLong(cells[QUEUES].substring(0, cells[QUEUES].indexOf(':')), 16))
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            } catch (NoSuchFileException notHere) {
                continue; // another system, or one without IPv6
            }
        }
        return OptionalLong.empty();
    }

    /** An address as the tables end with it: words as the machine has them in memory; one of IPv4 is the last word of its IPv6 form. */
    private static String cell(InetSocketAddress address) {
        StringBuilder cell = new StringBuilder();
        IntBuffer words = ByteBuffer.wrap(address.getAddress().getAddress()).order(ByteOrder.nativeOrder()).asIntBuffer();
        while (words.hasRemaining()) {
            cell.append(String.format("%08X", words.get()));
        }
        return cell.append(String.format(":%04X", address.getPort())).toString();
    }
}
