package io.rushline.uploader.c2c;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Files in memory that can vanish, change, shrink or turn unreadable. */
final class FakeDisk implements Disk {

    private record File(byte[] bytes, Instant modifiedAt) {
    }

    private static final long CARD = 1;

    private final Map<Path, File> files = new ConcurrentHashMap<>();
    final AtomicInteger looks = new AtomicInteger();
    volatile boolean cardOut;
    /** With the card out: the device of other files at its mount point; empty where there is no folder or an empty one. */
    volatile OptionalLong beneath = OptionalLong.empty();
    volatile boolean unreadable;
    /** What was opened last. */
    volatile Path opened;
    /** Reads end here, though a look still shows the whole size. */
    volatile int shortAt = Integer.MAX_VALUE;

    void put(Path path, byte[] bytes, Instant modifiedAt) {
        files.put(path, new File(bytes, modifiedAt));
    }

    /** As a recorder does it. */
    void append(Path path, byte[] more, Instant modifiedAt) {
        byte[] before = files.containsKey(path) ? bytes(path) : new byte[0];
        byte[] all = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, all, before.length, more.length);
        put(path, all, modifiedAt);
    }

    void truncate(Path path, int size, Instant modifiedAt) {
        put(path, Arrays.copyOf(bytes(path), size), modifiedAt);
    }

    void remove(Path path) {
        files.remove(path);
    }

    void rename(Path from, Path to) {
        files.put(to, files.remove(from));
    }

    byte[] bytes(Path path) {
        return files.get(path).bytes;
    }

    @Override
    public Seen look(Path path) throws IOException {
        looks.incrementAndGet();
        File file = file(path);
        return new Seen(true, file.bytes.length, file.modifiedAt, CARD);
    }

    @Override
    public OptionalLong holder(Path path) {
        if (cardOut) {
            return beneath;
        }
        boolean filled = files.keySet().stream().anyMatch(other -> other.getParent().equals(path.getParent()));
        return filled ? OptionalLong.of(CARD) : OptionalLong.empty();
    }

    @Override
    public SeekableByteChannel open(Path path) throws IOException {
        opened = path;
        return new Channel(file(path).bytes);
    }

    private File file(Path path) throws NoSuchFileException {
        File file = files.get(path);
        if (file == null || cardOut) {
            throw new NoSuchFileException(path.toString());
        }
        return file;
    }

    private final class Channel implements SeekableByteChannel {
        private final byte[] bytes;
        private int position;

        Channel(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            if (unreadable || cardOut) {
                throw new IOException("Input/output error");
            }
            int end = Math.min(bytes.length, shortAt);
            if (position >= end) {
                return -1;
            }
            int length = Math.min(to.remaining(), end - position);
            to.put(bytes, position, length);
            position += length;
            return length;
        }

        @Override
        public int write(ByteBuffer from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long to) {
            position = (int) to;
            return this;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
