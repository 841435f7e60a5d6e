package io.rushline.itests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real file system whose plug can be pulled; see {@code itests/lab/powercut}. */
public final class Disk implements AutoCloseable {

    private static final Path SCRIPT = Path.of("lab/powercut").toAbsolutePath();

    private final Path folder;

    private Disk(Path folder) {
        this.folder = folder;
    }

    /** Whether this machine can. */
    public static boolean possible() {
        return "root".equals(System.getProperty("user.name")) && Files.exists(Path.of("/dev/loop-control"))
                && List.of("/usr/sbin/mkfs.xfs", "/sbin/mkfs.xfs").stream().anyMatch(tool -> Files.exists(Path.of(tool)));
    }

    /** Mounts the disk in that folder; makes it where there is none. */
    public static Disk in(Path folder, int megabytes) throws IOException {
        run("up", folder.toString(), Integer.toString(megabytes));
        return new Disk(folder);
    }

    /** Where it is mounted. */
    public Path root() {
        return folder.resolve("disk");
    }

    /** The power goes, and is back: what was not written is gone, and so are these processes. */
    public void cut(List<Long> pids) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("cut", folder.toString()));
        pids.forEach(pid -> arguments.add(pid.toString()));
        run(arguments.toArray(String[]::new));
    }

    /** It is pulled out, as a card is. */
    public void pull() throws IOException {
        run("pull", folder.toString());
    }

    /** It is put back. */
    public void putBack() throws IOException {
        run("up", folder.toString());
    }

    @Override
    public void close() throws IOException {
        run("down", folder.toString());
    }

    private static void run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
