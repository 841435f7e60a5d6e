package io.rushline.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds out early whether a port is free, and who has it. */
final class Ports {

    private static final int LISTENING = 0x0A;

    private Ports() {
    }

    /** @throws CommandException naming the port and, where the system tells, the process that has it */
    static void requireFree(int port) {
        if (port == 0) {
            return;
        }
        if (port < 0 || port > 65_535) {
            throw new CommandException(port + " is no port: choose one from 1 to 65535, or 0 for any.");
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new CommandException("Port " + port + " cannot be used (" + e.getMessage() + ")" + owner(port).map(o -> ": " + o + " has it").orElse("")
                    + ". Stop that program, or choose another port with --port or RUSHLINE_PORT.", e);
        }
    }

    /** Linux: the process whose descriptor is the socket that listens on the port. */
    private static Optional<String> owner(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] columns = line.trim().split("\\s+");
                    if (columns.length > 9 && columns[1].endsWith(String.format(Locale.ROOT, ":%04X", port))
                            && Integer.parseInt(columns[3], 16) == LISTENING) {
                        sockets.add("socket:[" + columns[9] + "]");
                    }
                }
            } catch (IOException | NumberFormatException e) {
                return Optional.empty();
            }
        }
        return ProcessHandle.allProcesses().filter(p -> holds(p, sockets)).findFirst()
                .map(p -> "process " + p.pid() + p.info().command().map(c -> " (" + c + ")").orElse(""));
    }

    private static boolean holds(ProcessHandle process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false; // another user's process, or one that has just ended
        }
        return false;
    }
}
