package io.rushline.modules;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Receives a module's file, no larger than it may be, and has it checked; the file is gone afterwards. */
final class Receiver {

    private static final Logger LOG = System.getLogger(Receiver.class.getName());
    private static final int BUFFER = 64 << 10;

    private final Path folder;
    private final long mostBytes;
    private final String run;

    /**
     * @param folder for the files while they come
     * @param run    tells this run of the process from others: their files are left over
     */
    Receiver(Path folder, long mostBytes, String run) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.run = run;
    }

    /** What is done with a file once it is there. */
    interface Check {
        CheckedModule check(Path file) throws ModuleException;
    }

    CheckedModule receive(InputStream content, Check check) throws ModuleException {
        Path file = null;
        try {
            Folders.create(folder);
            file = Files.createTempFile(folder, run + "-", ".part");
            copy(content, file);
            return check.check(file);
        } catch (IOException failed) {
            throw new ModuleException(Folders.full(folder) ? Code.NO_SPACE : Code.STORE, "", failed);
        } finally {
            delete(file);
        }
    }

    private void copy(InputStream content, Path file) throws IOException, ModuleException {
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = read(content, buffer); read >= 0; read = read(content, buffer)) {
                bytes += read;
                if (bytes > mostBytes) {
                    throw new ModuleException(Code.TOO_LARGE, "More than " + (mostBytes >> 20) + " MiB.");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private static int read(InputStream content, byte[] buffer) throws ModuleException {
        try {
            return content.read(buffer);
        } catch (IOException cut) {
            throw new ModuleException(Code.NOT_A_MODULE, "It was cut off while it came.", cut);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            LOG.log(Level.WARNING, "A received file could not be deleted; it is at the next start", left);
        }
    }

    /** Deletes what former runs of the process left. */
    void clean() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, each -> !each.getFileName().toString().startsWith(run + "-"))) {
            files.forEach(Receiver::delete);
        } catch (NoSuchFileException none) {
            LOG.log(Level.DEBUG, "Nothing was ever received", none);
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "Files that were left could not be deleted", failed);
        }
    }
}
