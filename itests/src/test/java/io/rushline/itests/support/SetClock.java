package io.rushline.itests.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A wall clock for one process alone, which can be set while it runs; see {@code itests/lab/clock.c}. */
public final class SetClock {

    private static final Path SOURCE = Path.of("lab/clock.c").toAbsolutePath();

    private final Path library;
    private final Path ahead;

    /** @param folder where it may keep its files */
    public SetClock(Path folder) throws IOException {
        library = folder.resolve("clock.so");
        ahead = folder.resolve("ahead");
        show(Instant.now());
        Process compiler = new ProcessBuilder("gcc", "-O2", "-shared", "-fPIC", "-o", library.toString(), SOURCE.toString()).redirectErrorStream(true).start();
        String said = new String(compiler.getInputStream().readAllBytes());
        try {
            if (compiler.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Whether this machine can. */
    public static boolean possible() {
        return System.getProperty("os.name").equals("Linux") && Files.isExecutable(Path.of("/usr/bin/gcc"));
    }

    /** What the process has to have in its environment. */
    public Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "LAB_CLOCK", ahead.toString());
    }

    /** The process's clock shows this time, and goes on from there. */
    public void show(Instant time) throws IOException {
        ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Duration.between(Instant.now(), time).toSeconds());
        try (FileChannel file = FileChannel.open(ahead, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(seconds, 0);
        }
    }
}
