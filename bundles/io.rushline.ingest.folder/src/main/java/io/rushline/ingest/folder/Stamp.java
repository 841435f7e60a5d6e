package io.rushline.ingest.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What one stat() says about a directory entry; symbolic links are not followed.
 *
 * @param device          st_dev
 * @param inode           st_ino
 * @param modifiedMillis  since 1970, UTC
 * @param createdMillis   since 1970, UTC; the time of modification where the file system keeps no other
 */
record Stamp(Kind kind, long device, long inode, long size, long modifiedMillis, long createdMillis) {

    private static final String ATTRIBUTES = "unix:isRegularFile,isDirectory,dev,ino,size,lastModifiedTime,creationTime";

    enum Kind {
        FILE,
        DIRECTORY,
        /** A link, device, socket or pipe: never opened, never followed. */
        OTHER
    }

    static Stamp of(Path path) throws IOException {
        return read(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Of what the path leads to: for the watched folder itself, which a person may have named by a link. */
    static Stamp following(Path path) throws IOException {
        return read(path);
    }

    private static Stamp read(Path path, LinkOption... options) throws IOException {
        Map<String, Object> found = Files.readAttributes(path, ATTRIBUTES, options);
        Kind kind = (Boolean) found.get("isRegularFile") ? Kind.FILE : (Boolean) found.get("isDirectory") ? Kind.DIRECTORY : Kind.OTHER;
        return new Stamp(kind, (Long) found.get("dev"), (Long) found.get("ino"), (Long) found.get("size"), millis(found, "lastModifiedTime"),
                millis(found, "creationTime"));
    }

    private static long millis(Map<String, Object> found, String attribute) {
        return ((FileTime) found.get(attribute)).toMillis();
    }

    /** Same bytes, as far as can be told without reading: the same file, unchanged. */
    boolean sameAs(Stamp other) {
        return inode == other.inode && size == other.size && modifiedMillis == other.modifiedMillis;
    }

    /** When the clip was made: the earlier of the two times, since a copy is created late and a recording is modified late. */
    long madeMillis() {
        return createdMillis > 0 ? Math.min(createdMillis, modifiedMillis) : modifiedMillis;
    }
}
