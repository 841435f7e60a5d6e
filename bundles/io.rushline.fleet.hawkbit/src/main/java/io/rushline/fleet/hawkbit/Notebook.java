package io.rushline.fleet.hawkbit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Keeps the notes, and this appliance's own controller id, in a folder for the owner alone; each change is on disk when it returns. Any thread. */
final class Notebook {

    private static final System.Logger LOG = System.getLogger(Notebook.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Path folder;
    private final Path file;
    private Notes notes;
    private boolean lost;

    private Notebook(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("notes.json");
    }

    /** @param server whose actions these are; those of another one are forgotten */
    static Notebook open(Path folder, String server) throws ModuleException {
        Notebook book = new Notebook(folder);
        Notes found = book.read(server);
        book.notes = found.server().equals(server) ? found : Notes.none(server);
        return book;
    }

    synchronized Notes notes() {
        return notes;
    }

    /** Whether notes were there that could not be read. */
    synchronized boolean lost() {
        return lost;
    }

    /** The history has told what the lost notes would have. */
    synchronized void lookedUp() {
        lost = false;
    }

    /** @return what is on disk now */
    synchronized Notes change(UnaryOperator<Notes> change) throws ModuleException {
        Notes next = change.apply(notes);
        if (!next.equals(notes)) {
            try {
                store(folder, file, JSON.writeValueAsBytes(next));
            } catch (IOException e) {
                throw new ModuleException(Code.STORE, "The fleet's notes could not be written.", e);
            }
            notes = next;
        }
        return notes;
    }

    /** Random, made once. */
    static String ownId(Path folder) throws ModuleException {
        Path file = folder.resolve("controller-id");
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                String kept = Files.readString(file).strip();
                if (kept.matches("rushline-[0-9a-f-]{36}")) {
                    return kept;
                }
                LOG.log(System.Logger.Level.WARNING, "{0} is damaged; this appliance gets another controller id", file);
            }
            String made = "rushline-" + UUID.randomUUID();
            store(folder, file, made.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return made;
        } catch (IOException e) {
            throw new ModuleException(Code.STORE, "The fleet's controller id could not be kept.", e);
        }
    }

    private Notes read(String server) throws ModuleException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Notes.none(server);
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ModuleException(Code.STORE, "The fleet's notes could not be read.", e);
        }
        try {
            Notes found = JSON.readValue(bytes, Notes.class);
            if (found != null && found.server() != null) {
                return found;
            }
        } catch (IOException damaged) {
            LOG.log(System.Logger.Level.ERROR, "The fleet's notes cannot be read any more; they are begun anew, and an open action is looked up in the history", damaged);
            lost = true;
        }
        return Notes.none(server);
    }

    private static void store(Path folder, Path file, byte[] content) throws IOException {
        FileAttribute<?>[] owner = FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))} : new FileAttribute<?>[0];
        Files.createDirectories(folder, owner);
        Path fresh = folder.resolve(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
