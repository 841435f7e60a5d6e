package io.rushline.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Another Java process with the class path of this one; killed when closed. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;

    private ChildJvm(Process process) {
        this.process = process;
        this.lines = process.inputReader();
    }

    static ChildJvm start(Class<?> main, Path home) throws IOException {
        return new ChildJvm(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-cp", System.getProperty("java.class.path"), main.getName(), home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    String awaitLine() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("The process ended by itself");
        }
        return line;
    }

    /** Ends it at once, as a power cut would, and gives the last number it said. */
    int kill(int last) throws InterruptedException {
        process.toHandle().destroyForcibly(); // leaves open what it has said
        return lines.lines().filter(line -> line.matches("\\d+")).mapToInt(Integer::parseInt).reduce(last, (one, next) -> next);
    }

    @Override
    public void close() {
        try (lines) {
            process.destroyForcibly().waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
