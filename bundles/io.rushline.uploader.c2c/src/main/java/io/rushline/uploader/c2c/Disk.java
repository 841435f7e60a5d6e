package io.rushline.uploader.c2c;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;

/** Where clips lie: all reading of files goes through here. Any thread; blocks. */
interface Disk {

    /** What can be seen of a file from outside. */
    record Seen(boolean regular, long sizeBytes, Instant modifiedAt) {
    }

    /** @throws java.nio.file.NoSuchFileException where there is none */
    Seen look(Path file) throws IOException;

    /** Whether the folder that should hold the file is there. */
    boolean folderThere(Path file);

    SeekableByteChannel open(Path file) throws IOException;
}
