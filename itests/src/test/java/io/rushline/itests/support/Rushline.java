package io.rushline.itests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The {@code rushline} command of the distribution as a process, its output in files. Closing it kills it, hard. */
public final class Rushline implements AutoCloseable {

    /** What a command that has ended left behind. */
    public record Result(int status, String out, String err) {
    }

    private final Process process;
    private final Path out;
    private final Path err;

    private Rushline(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** The distribution that was built. */
    public static Path distribution() {
        return Path.of(System.getProperty("rushline.dist")).toAbsolutePath().normalize();
    }

    public static Rushline start(Object... arguments) {
        return start(Map.of(), arguments);
    }

    /** @param environment added to this process's */
    public static Rushline start(Map<String, String> environment, Object... arguments) {
        return start(List.of(), environment, arguments);
    }

    /** @param under a program that runs the command it is given, with its own arguments */
    public static Rushline start(List<String> under, Map<String, String> environment, Object... arguments) {
        try {
            List<String> command = new ArrayList<>(under);
            command.add(distribution().resolve("bin/rushline").toString());
            for (Object argument : arguments) {
                command.add(argument.toString());
            }
            Path out = Files.createTempFile("rushline-", ".out");
            Path err = Files.createTempFile("rushline-", ".err");
            out.toFile().deleteOnExit();
            err.toFile().deleteOnExit();
            ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new Rushline(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    public static Result run(Duration limit, Object... arguments) {
        try (Rushline running = start(arguments)) {
            return running.await(limit);
        }
    }

    /** Types a line, as a person does who is asked. */
    public Rushline type(String line) {
        try (var keyboard = process.outputWriter()) {
            keyboard.write(line + "\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Result await(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit.toSeconds() + " s: " + process.info().commandLine().orElse("?")
                        + "\n" + out() + "\n" + err());
            }
            return new Result(process.exitValue(), out(), err());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** That of the JVM, which the command supervises as a child or whose place it takes. */
    public long pid() {
        return jvm().pid();
    }

    /** All that must go for nothing of it to run: the supervisor first, or it would start the JVM again. */
    public List<Long> pids() {
        return Stream.of(process.pid(), pid()).distinct().toList();
    }

    private ProcessHandle jvm() {
        return process.children().filter(child -> child.info().command().orElse("").endsWith("/java")).findFirst().orElse(process.toHandle());
    }

    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    /** As a power cut would, but for the page cache. */
    public void kill() {
        ProcessHandle jvm = jvm();
        process.destroyForcibly();
        jvm.destroyForcibly();
        await(Duration.ofSeconds(60));
        jvm.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** SIGTERM. */
    public Result terminate(Duration limit) {
        process.destroy();
        return await(limit);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
