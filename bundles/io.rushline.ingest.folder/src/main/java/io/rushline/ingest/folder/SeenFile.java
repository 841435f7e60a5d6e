package io.rushline.ingest.folder;

import java.util.Optional;

/**
 * A file that needs nothing more, at its path, unless it changes.
 *
 * @param name        below the watched folder, see {@link RelativeName}
 * @param fingerprint of this file under this name
 * @param item        of the queue
 * @param reason      code of the reason it was rejected for; empty when it was accepted
 */
record SeenFile(String name, long size, long modifiedMillis, long inode, String fingerprint, long item, Optional<String> reason) {

    static SeenFile of(String name, Stamp stamp, String fingerprint, long item, Optional<String> reason) {
        return new SeenFile(name, stamp.size(), stamp.modifiedMillis(), stamp.inode(), fingerprint, item, reason);
    }

    boolean unchanged(Stamp stamp) {
        return inode == stamp.inode() && size == stamp.size() && modifiedMillis == stamp.modifiedMillis();
    }
}
