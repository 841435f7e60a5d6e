package io.rushline.ingest.folder;

/**
 * A file that the queue was given while it grows.
 *
 * @param name below the watched folder, see {@link RelativeName}
 * @param item of the queue
 */
record GrowingFile(String name, long inode, long item) {
}
