package io.rushline.ingest.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Recognises a known file under a new name: same inode, size and time of modification, and no longer under its old name. */
final class Renames {

    private final Path folder;

    Renames(Path folder) {
        this.folder = folder;
    }

    /**
     * What the file was known as.
     *
     * @param sameInode what is known of the file's inode
     */
    Optional<SeenFile> of(Stamp file, List<SeenFile> sameInode) {
        return sameInode.stream().filter(known -> known.reason().isEmpty() && known.unchanged(file) && hasLeft(known)).findFirst();
    }

    /** Otherwise it is a hard link: two names, two clips. */
    private boolean hasLeft(SeenFile known) {
        try {
            return Stamp.of(RelativeName.resolve(folder, known.name())).inode() != known.inode();
        } catch (IOException e) { // most often: there is no such file
            return true;
        }
    }
}
