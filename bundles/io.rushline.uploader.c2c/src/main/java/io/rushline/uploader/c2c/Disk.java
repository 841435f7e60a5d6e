package io.rushline.uploader.c2c;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;

/** Where clips lie: all reading of files goes through here. Any thread; blocks. */
interface Disk {

    /**
     * What can be seen of a file from outside.
     *
     * @param device what holds its folder, as {@link #holder} says it
     */
    record Seen(boolean regular, long sizeBytes, Instant modifiedAt, long device) {
    }

    /** @throws java.nio.file.NoSuchFileException where there is none */
    Seen look(Path file) throws IOException;

    /**
     * The device that holds the folder in which the file should lie; always 0 where the platform does not tell devices apart. Empty where there is
     * no such folder or no file in it: what a card that is pulled leaves behind is its mount point, a bare folder of another device.
     */
    OptionalLong holder(Path file) throws IOException;

    SeekableByteChannel open(Path file) throws IOException;
}
