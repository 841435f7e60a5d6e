package io.rushline.itests.simulation;

import io.rushline.uploader.c2c.SimulatedUploader.Files;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Cards with files that can be pulled, changed, made unreadable, renamed and deleted. */
final class Cards implements Files {

    /** Small clips come in small pieces, so that much can happen in the middle of one. */
    private static final int PIECE = 48;
    private static final long MOUNT_POINT = 99;

    /** What stood in a file from some time on, until the next one. */
    record Version(Content content, long size, long since) {
    }

    /** A file, and all that ever stood in it. */
    static final class File {
        final List<Version> versions = new ArrayList<>();
        Instant modifiedAt;

        Version now() {
            return versions.get(versions.size() - 1);
        }

        long size() {
            return now().size;
        }
    }

    private final Map<Path, File> files = new HashMap<>();
    private final Set<Path> out = new HashSet<>();
    private final Set<Path> unreadable = new HashSet<>();
    private boolean mountPointStays;

    static Path card(Path file) {
        return file.getParent();
    }

    void put(Path path, File file) {
        files.put(path, file);
    }

    File at(Path path) {
        return files.get(path);
    }

    void rename(Path from, Path to) {
        files.put(to, files.remove(from));
    }

    void delete(Path path) {
        files.remove(path);
    }

    void pull(Path card, boolean folderStays) {
        out.add(card);
        mountPointStays = folderStays;
    }

    void putBack(Path card) {
        out.remove(card);
    }

    boolean anyOut() {
        return !out.isEmpty();
    }

    boolean isOut(Path card) {
        return out.contains(card);
    }

    void unreadable(Path path, boolean now) {
        if (now) {
            unreadable.add(path);
        } else {
            unreadable.remove(path);
        }
    }

    private File file(Path path) throws NoSuchFileException {
        File file = files.get(path);
        if (file == null || out.contains(card(path))) {
            throw new NoSuchFileException(path.toString());
        }
        return file;
    }

    @Override
    public Look look(Path path) throws IOException {
        File file = file(path);
        return new Look(file.size(), file.modifiedAt, device(path));
    }

    private static long device(Path path) {
        return card(path).getFileName().toString().charAt(4);
    }

    @Override
    public OptionalLong holder(Path path) {
        if (out.contains(card(path))) {
            return mountPointStays ? OptionalLong.of(MOUNT_POINT) : OptionalLong.empty();
        }
        return files.keySet().stream().anyMatch(other -> card(other).equals(card(path))) ? OptionalLong.of(device(path)) : OptionalLong.empty();
    }

    @Override
    public SeekableByteChannel open(Path path) throws IOException {
        return new Channel(path, file(path));
    }

    /** Sees what happens to the file while it is read. */
    private final class Channel implements SeekableByteChannel {
        private final Path path;
        private final File file;
        private final int most;
        private long position;

        Channel(Path path, File file) {
            this.path = path;
            this.file = file;
            this.most = Take.isRecording(path.getFileName().toString()) ? Integer.MAX_VALUE : PIECE;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            if (out.contains(card(path)) || unreadable.contains(path)) {
                throw new IOException("Input/output error");
            }
            if (position >= file.size()) {
                return -1;
            }
            int length = (int) Math.min(Math.min(to.remaining(), most), file.size() - position);
            file.now().content().read(position, to.array(), to.arrayOffset() + to.position(), length);
            to.position(to.position() + length);
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
            position = to;
            return this;
        }

        @Override
        public long size() {
            return file.size();
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
            // Nothing is held.
        }
    }
}
