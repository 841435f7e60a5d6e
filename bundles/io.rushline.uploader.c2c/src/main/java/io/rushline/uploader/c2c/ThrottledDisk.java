package io.rushline.uploader.c2c;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The disk as what is sent sees it: reads come in pieces and no faster than the {@link Throttle} lets them leave. Any thread; blocks. */
final class ThrottledDisk implements Disk {

    private final Disk disk;
    private final Throttle throttle;

    ThrottledDisk(Disk disk, Throttle throttle) {
        this.disk = disk;
        this.throttle = throttle;
    }

    @Override
    public Seen look(Path file) throws IOException {
        return disk.look(file);
    }

    @Override
    public OptionalLong holder(Path file) throws IOException {
        return disk.holder(file);
    }

    @Override
    public SeekableByteChannel open(Path file) throws IOException {
        return new Channel(disk.open(file));
    }

    private final class Channel implements SeekableByteChannel {
        private final SeekableByteChannel in;

        Channel(SeekableByteChannel in) {
            this.in = in;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            int limit = to.limit();
            to.limit(to.position() + throttle.piece(to.remaining()));
            try {
                throttle.await(to.remaining());
                return in.read(to);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                in.close();
                throw new ClosedByInterruptException();
            } finally {
                to.limit(limit);
            }
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            return in.write(from);
        }

        @Override
        public long position() throws IOException {
            return in.position();
        }

        @Override
        public SeekableByteChannel position(long to) throws IOException {
            in.position(to);
            return this;
        }

        @Override
        public long size() throws IOException {
            return in.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            in.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return in.isOpen();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
