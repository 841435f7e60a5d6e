package io.rushline.ingest.folder;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.UploadQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Hands files over to the queue while they grow, and tells it how far they have come and when they are complete. As with complete files the queue
 * is told first, then it is remembered. One thread.
 */
final class Realtime {

    /** Looks at which a file was bigger than before: one may be the end of a copy. */
    private static final int LOOKS = 2;
    /** Less is sent in a moment once it is complete. */
    private static final long LEAST_BYTES = 1024 * 1024;
    /** Stable periods after which a missing file is forgotten: under a new name it is recognised within one. */
    private static final int PATIENCE = 4;

    private final FolderSettings settings;
    private final GrowingFiles memory;
    private final SeenFiles seen;
    private final Clips clips;
    private final LongSupplier nanos;
    private Map<Long, Entry> byInode;

    /** A file in the queue's hands, with what the queue was told of it last. */
    private static final class Entry {
        private final GrowingFile file;
        private long toldSize;
        private long toldAt;
        private long seenAt;
        private boolean ended;

        private Entry(GrowingFile file, long now) {
            this.file = file;
            this.toldAt = now;
            this.seenAt = now;
        }
    }

    Realtime(FolderSettings settings, GrowingFiles memory, SeenFiles seen, Clips clips, LongSupplier nanos) {
        this.settings = settings;
        this.memory = memory;
        this.seen = seen;
        this.clips = clips;
        this.nanos = nanos;
    }

    private Map<Long, Entry> entries() throws SQLException {
        if (byInode == null) {
            Map<Long, Entry> loaded = new HashMap<>();
            memory.all().forEach(file -> loaded.put(file.inode(), new Entry(file, nanos.getAsLong())));
            byInode = loaded;
        }
        return byInode;
    }

    /**
     * A file that is not complete.
     *
     * @param growths at how many looks in a row it was bigger than before
     */
    void changing(UploadQueue to, Path path, Stamp stamp, int growths) throws QueueException, SQLException {
        Optional<GrowingFile> known = of(to, path, stamp);
        if (known.isPresent()) {
            grown(to, entries().get(stamp.inode()), stamp);
        } else if (settings.realtime() && growths >= LOOKS && stamp.size() >= LEAST_BYTES && RelativeName.decodable(path)) {
            begin(to, path, stamp);
        }
    }

    private void begin(UploadQueue to, Path path, Stamp stamp) throws QueueException, SQLException {
        String name = RelativeName.of(settings.folder(), path);
        SeenFile before = seen.named(List.of(name)).get(name);
        if (before != null && before.inode() == stamp.inode()) { // a clip that was complete and goes on: taken anew when it is complete again
            return;
        }
        ItemId item = to.acceptGrowing(clips.opaque(path, stamp, fingerprint(name, stamp)));
        remember(new GrowingFile(name, stamp.inode(), item.value()), stamp.size());
    }

    /** The same for the same file as long as it grows: its inode and birth do not change. */
    private static String fingerprint(String name, Stamp stamp) {
        MessageDigest sha256 = Sample.sha256();
        sha256.update("growing".getBytes(StandardCharsets.UTF_8));
        sha256.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(stamp.inode()).putLong(stamp.createdMillis()).flip());
        sha256.update(name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private void remember(GrowingFile file, long size) throws SQLException {
        memory.remember(file);
        Entry entry = new Entry(file, nanos.getAsLong());
        entry.toldSize = size;
        entries().put(file.inode(), entry);
    }

    private void grown(UploadQueue to, Entry entry, Stamp stamp) throws QueueException, SQLException {
        long now = nanos.getAsLong();
        if (entry.ended || stamp.size() == entry.toldSize || now - entry.toldAt < settings.grownEvery().toNanos()) {
            return;
        }
        try {
            to.grown(new ItemId(entry.file.item()), stamp.size());
            entry.toldSize = stamp.size();
            entry.toldAt = now;
        } catch (QueueException e) {
            if (e.code() == QueueException.Code.UNKNOWN_ITEM) { // its database was set aside: handed over anew at the next look
                forget(entry.file);
            } else if (e.code() == QueueException.Code.ILLEGAL_TRANSITION) { // a person cancelled it
                entry.ended = true;
            } else {
                throw e;
            }
        }
    }

    /** What the queue holds of this file, also when it was renamed meanwhile; not of a file that begins anew in its place. */
    Optional<GrowingFile> of(UploadQueue to, Path path, Stamp stamp) throws QueueException, SQLException {
        Entry entry = entries().get(stamp.inode());
        if (entry == null) {
            return Optional.empty();
        }
        if (stamp.size() < entry.toldSize) {
            forget(entry.file);
            return Optional.empty();
        }
        String name = RelativeName.of(settings.folder(), path);
        if (entry.file.name().equals(name)) {
            return Optional.of(entry.file);
        }
        if (isThere(entry.file) || !RelativeName.decodable(path)) { // a hard link
            return Optional.empty();
        }
        if (!relocate(to, entry.file, path)) {
            forget(entry.file);
            return Optional.empty();
        }
        forget(entry.file);
        remember(new GrowingFile(name, stamp.inode(), entry.file.item()), entry.toldSize);
        return Optional.of(entries().get(stamp.inode()).file);
    }

    private static boolean relocate(UploadQueue to, GrowingFile file, Path path) throws QueueException {
        try {
            to.relocate(new ItemId(file.item()), path);
            return true;
        } catch (QueueException e) {
            if (e.code() == QueueException.Code.UNKNOWN_ITEM) {
                return false;
            }
            throw e;
        }
    }

    /**
     * It is complete. The caller remembers it, then calls {@link #complete}.
     *
     * @return the item that stands for it; empty where the queue does not know it any more
     */
    Optional<ItemId> finished(UploadQueue to, GrowingFile file, Clip clip) throws QueueException {
        ItemId item = new ItemId(file.item());
        try {
            return Optional.of(to.finished(item, clip));
        } catch (QueueException e) {
            if (e.code() == QueueException.Code.UNKNOWN_ITEM) {
                return Optional.empty();
            }
            if (e.code() == QueueException.Code.ILLEGAL_TRANSITION) { // a person cancelled it: it stays so
                return Optional.of(item);
            }
            throw e;
        }
    }

    /** The file with this inode is known as a complete one now. */
    void complete(long inode) throws SQLException {
        Entry entry = entries().get(inode);
        if (entry != null) {
            forget(entry.file);
        }
    }

    private void forget(GrowingFile file) throws SQLException {
        memory.forget(file.name());
        entries().remove(file.inode());
    }

    /** Everything was looked at: files that have gone while they grew need not be remembered. The uploader tells people. */
    void scanned() throws SQLException {
        for (Iterator<Entry> all = entries().values().iterator(); all.hasNext();) {
            Entry entry = all.next();
            if (isThere(entry.file)) {
                entry.seenAt = nanos.getAsLong();
            } else if (nanos.getAsLong() - entry.seenAt > settings.stable().multipliedBy(PATIENCE).toNanos()) {
                memory.forget(entry.file.name());
                all.remove();
            }
        }
    }

    private boolean isThere(GrowingFile file) {
        try {
            return Stamp.of(RelativeName.resolve(settings.folder(), file.name())).inode() == file.inode();
        } catch (IOException e) { // most often: there is no such file
            return false;
        }
    }
}
