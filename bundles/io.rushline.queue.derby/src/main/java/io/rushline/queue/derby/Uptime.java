package io.rushline.queue.derby;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Milliseconds since the machine was started, the time it slept included, which Java's own timer leaves out on Linux. */
final class Uptime implements LongSupplier {

    private static final Path FILE = Path.of("/proc/uptime");

    private final boolean known = Files.isReadable(FILE);

    @Override
    public long getAsLong() {
        if (!known) {
            return System.nanoTime() / 1_000_000;
        }
        try {
            String text = Files.readString(FILE);
            return (long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1000);
        } catch (IOException failed) {
            throw new IllegalStateException("The kernel does not tell how long it has been running", failed);
        }
    }
}
