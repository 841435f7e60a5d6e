package io.rushline.modules;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** Updates that could not be written to the database, each in a file of its own, until they can: a successor or the next start finds them. */
final class PendingFiles {

    private static final Logger LOG = System.getLogger(PendingFiles.class.getName());

    private final Path folder;

    PendingFiles(Path folder) {
        this.folder = folder;
    }

    /** On disk when it returns. */
    void write(Row row) throws IOException {
        Folders.create(folder);
        Path part = folder.resolve(row.id() + ".part");
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(Saved.json(Saved.of(row)).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(part, file(row.id()), StandardCopyOption.ATOMIC_MOVE);
        Folders.force(folder);
    }

    /** In order of their ids. A file that cannot be read is put aside. */
    List<Row> read() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                try {
                    rows.add(Saved.read(Files.readString(file), Saved.class).row());
                } catch (JsonProcessingException | RuntimeException damaged) {
                    LOG.log(Level.WARNING, "An update's file cannot be read and is put aside: " + file.getFileName(), damaged);
                    Files.move(file, file.resolveSibling(file.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (NoSuchFileException none) {
            return List.of();
        }
        rows.sort((one, other) -> Long.compare(one.id(), other.id()));
        return rows;
    }

    void delete(long id) throws IOException {
        Files.deleteIfExists(file(id));
    }

    private Path file(long id) {
        return folder.resolve(id + ".json");
    }
}
