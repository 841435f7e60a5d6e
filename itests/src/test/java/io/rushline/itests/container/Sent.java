package io.rushline.itests.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.LockSupport;

/** Watches the bytes that arrive at the simulator, as the files grow that it writes them to, and knows the longest time without one. */
final class Sent implements AutoCloseable {

    private static final long PAUSE_NANOS = 10_000_000;

    private final Path assets;
    private final Thread thread;
    private volatile boolean over;
    private volatile long longestNanos;

    /** @param cloudHome the simulator's */
    Sent(Path cloudHome) {
        this.assets = cloudHome.resolve("assets");
        this.thread = new Thread(this::watch, "sent");
        thread.start();
    }

    private void watch() {
        long last = -1;
        long movedAt = System.nanoTime();
        while (!over) {
            long now = bytes();
            long at = System.nanoTime();
            longestNanos = Math.max(longestNanos, at - movedAt);
            if (now != last) {
                last = now;
                movedAt = at;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private long bytes() {
        long[] sum = {0};
        try {
            Files.walkFileTree(assets, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException moved) {
                    return FileVisitResult.CONTINUE; // a part that is whole goes to another folder
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException changed) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum[0];
    }

    long longestMillis() {
        return longestNanos / 1_000_000;
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
