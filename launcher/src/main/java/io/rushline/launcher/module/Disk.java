package io.rushline.launcher.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The single steps that change the modules' folder, apart so that a test can cut the power before any of them. */
interface Disk {

    /** Writes a file that nobody reads yet, and has it on disk. */
    void write(Path file, byte[] content) throws IOException;

    /** Gives a file its name, in the place of one that has it, and has the name on disk. */
    void rename(Path from, Path to) throws IOException;

    /** Takes a file away if it is there, and has that on disk. */
    void delete(Path file) throws IOException;

    /** The real one. */
    Disk REAL = new Disk() {
        @Override
        public void write(Path file, byte[] content) throws IOException {
            Files.write(file, content);
            Folders.force(file);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Folders.sync(to.getParent());
        }

        @Override
        public void delete(Path file) throws IOException {
            if (Files.deleteIfExists(file)) {
                Folders.sync(file.getParent());
            }
        }
    };
}
