package io.rushline.ingest.folder;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.UploadQueue;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Hands complete files over to the queue, then remembers them: in this order, so that a power cut between the two repeats a call that the
 * queue knows already, and loses nothing. One thread.
 */
final class Intake {

    private static final Logger LOG = System.getLogger(Intake.class.getName());
    /** Tries to read a file before it is rejected. */
    private static final int READS = 4;
    /** A queue that refuses so many files in a row will refuse the others too. */
    private static final int REFUSALS = 3;

    private final FolderSettings settings;
    private final SeenFiles seen;
    private final StabilityTracker tracker;
    private final OpenForWriting writers;
    private final Sample.Reader reader;
    private final Supplier<UploadQueue> queue;
    private final LongSupplier nanos;
    private final Obstacles obstacles;
    private final Renames renames;
    private final Clips clips;
    private final Realtime realtime;
    private final Recorded recorded;
    private final BooleanSupplier stopped;
    private final Runnable progress;
    private long accepted;

    /** A file that is to be handed over, with what is known of it. */
    private record Complete(Path path, String name, Stamp stamp, Optional<SeenFile> known, List<SeenFile> sameInode) {
    }

    /** @param progress called now and then when something was handed over */
    Intake(FolderSettings settings, FolderWatcher.Tools tools, SeenFiles seen, StabilityTracker tracker, Obstacles obstacles,
            BooleanSupplier stopped, Runnable progress) {
        this.settings = settings;
        this.seen = seen;
        this.tracker = tracker;
        this.writers = tools.writers();
        this.reader = tools.reader();
        this.queue = tools.queue();
        this.nanos = tools.nanos();
        this.obstacles = obstacles;
        this.renames = new Renames(settings.folder());
        this.clips = new Clips(settings, tools.media());
        this.realtime = new Realtime(settings, new GrowingFiles(tools.database(), seen.keys()), seen, clips, tools.nanos());
        this.recorded = new Recorded(settings, tools.recording());
        this.stopped = stopped;
        this.progress = progress;
    }

    /** Files handed to the queue since it was started. */
    long accepted() {
        return accepted;
    }

    /** Looks at the files that are due and hands over those that are complete. */
    void round() throws SQLException {
        recorded.look();
        Map<Path, Stamp> changing = new LinkedHashMap<>();
        Map<Path, Stamp> stable = stable(changing);
        if (!stable.isEmpty() || !changing.isEmpty()) {
            UploadQueue to = queue.get();
            if (to == null) {
                stable.keySet().forEach(this::postpone);
            } else {
                for (Map.Entry<Path, Stamp> file : changing.entrySet()) {
                    changing(to, file.getKey(), file.getValue());
                }
                handOver(to, stable);
            }
        }
        obstacles.show(nanos.getAsLong());
    }

    /** Everything was looked at. */
    void scanned() throws SQLException {
        realtime.scanned();
    }

    private void changing(UploadQueue to, Path path, Stamp stamp) throws SQLException {
        if (asked(path, () -> realtime.changing(to, path, stamp, tracker.growths(path)))) {
            obstacles.gone(path);
        }
    }

    private interface Question {
        void ask() throws QueueException, SQLException;
    }

    /** Whether the queue has answered. */
    private boolean asked(Path path, Question question) throws SQLException {
        try {
            question.ask();
            return true;
        } catch (QueueException e) {
            refused(path, e.getMessage(), e.code().todo);
        } catch (RuntimeException | LinkageError e) { // a queue that is just being replaced may answer with anything
            if (obstacles.isNew(path)) {
                LOG.log(Level.WARNING, "The queue failed with " + RelativeName.shown(path), e);
            }
            refused(path, "The queue failed (" + e + ").", QueueException.Code.STORE.todo);
        }
        return false;
    }

    private void handOver(UploadQueue to, Map<Path, Stamp> stable) throws SQLException {
        List<Path> complete = withoutWriters(stable);
        int refusals = 0;
        for (int from = 0; from < complete.size() && !stopped.getAsBoolean(); from += SeenFiles.CHUNK) {
            List<Path> chunk = complete.subList(from, Math.min(from + SeenFiles.CHUNK, complete.size()));
            if (refusals >= REFUSALS) {
                chunk.forEach(this::postpone);
            } else {
                refusals = handOver(to, chunk, stable, refusals);
                progress.run();
            }
        }
    }

    /** @param changing what is not stable is put here */
    private Map<Path, Stamp> stable(Map<Path, Stamp> changing) {
        Map<Path, Stamp> stable = new LinkedHashMap<>();
        for (Path path : tracker.due(nanos.getAsLong())) {
            try {
                Stamp stamp = Stamp.of(path);
                tracker.observe(path, stamp, nanos.getAsLong());
                if (stamp.kind() != Stamp.Kind.FILE) {
                    forget(path);
                } else if (recorded.isRunning(stamp)) {
                    obstacles.gone(path);
                } else if (tracker.isStable(path, nanos.getAsLong())) {
                    stable.put(path, stamp);
                } else {
                    changing.put(path, stamp);
                }
            } catch (IOException e) { // moved or deleted; if it is there after all, the next scan finds it
                forget(path);
            }
        }
        return stable;
    }

    private List<Path> withoutWriters(Map<Path, Stamp> stable) {
        Set<OpenForWriting.FileKey> keys = new HashSet<>();
        stable.values().forEach(stamp -> keys.add(OpenForWriting.FileKey.of(stamp)));
        Set<OpenForWriting.FileKey> open = writers.among(keys);
        List<Path> complete = new ArrayList<>();
        stable.forEach((path, stamp) -> {
            if (open.contains(OpenForWriting.FileKey.of(stamp))) {
                obstacles.held(path, "a program has it open for writing", nanos.getAsLong());
                postpone(path);
            } else if (settings.rules().partners(path).stream().anyMatch(Files::exists)) {
                obstacles.held(path, "a partial file is beside it", nanos.getAsLong());
                postpone(path);
            } else {
                complete.add(path);
            }
        });
        return complete;
    }

    /** Returns how many files in a row the queue has refused. */
    private int handOver(UploadQueue to, List<Path> paths, Map<Path, Stamp> stamps, int refusalsBefore) throws SQLException {
        List<SeenFiles.Change> changes = new ArrayList<>();
        int refusals = refusalsBefore;
        for (Complete file : withKnowledge(paths, stamps)) {
            if (stopped.getAsBoolean()) {
                break;
            }
            if (refusals >= REFUSALS) {
                postpone(file.path());
                continue;
            }
            refusals = asked(file.path(), () -> take(to, file).ifPresent(changes::add)) ? 0 : refusals + 1;
        }
        seen.record(changes);
        for (SeenFiles.Change change : changes) {
            realtime.complete(change.file().inode());
            forget(RelativeName.resolve(settings.folder(), change.file().name()));
        }
        return refusals;
    }

    private Collection<Complete> withKnowledge(List<Path> paths, Map<Path, Stamp> stamps) throws SQLException {
        Map<String, Path> byName = new LinkedHashMap<>();
        paths.forEach(path -> byName.put(RelativeName.of(settings.folder(), path), path));
        Map<String, SeenFile> known = seen.named(byName.keySet());
        Map<Long, List<SeenFile>> sameInode = seen.withInodes(paths.stream().map(path -> stamps.get(path).inode()).toList());
        List<Complete> files = new ArrayList<>();
        byName.forEach((name, path) -> files.add(new Complete(path, name, stamps.get(path), Optional.ofNullable(known.get(name)),
                sameInode.getOrDefault(stamps.get(path).inode(), List.of()))));
        return files;
    }

    private Optional<SeenFiles.Change> take(UploadQueue to, Complete file) throws QueueException, SQLException {
        if (file.known().filter(known -> known.reason().isEmpty() && known.unchanged(file.stamp())).isPresent()) {
            forget(file.path());
            return Optional.empty();
        }
        if (!RelativeName.decodable(file.path())) {
            return Optional.of(reject(to, file, Rejections.name()));
        }
        Sample sample;
        try {
            sample = reader.read(file.path(), file.stamp());
            Stamp after = Stamp.of(file.path());
            if (!after.sameAs(file.stamp())) {
                tracker.observe(file.path(), after, nanos.getAsLong());
                return Optional.empty();
            }
        } catch (NoSuchFileException e) {
            forget(file.path());
            return Optional.empty();
        } catch (IOException e) {
            return unreadable(to, file, e);
        }
        return accept(to, file, sample);
    }

    private Optional<SeenFiles.Change> accept(UploadQueue to, Complete file, Sample sample) throws QueueException, SQLException {
        String fingerprint = sample.fingerprint(file.name(), file.stamp());
        if (file.known().filter(known -> known.fingerprint().equals(fingerprint)).isPresent()) { // a disk that numbers its inodes anew
            return Optional.of(change(file, fingerprint, file.known().get().item(), Optional.empty(), Optional.empty()));
        }
        Recorded.Found elsewhere = recorded.find(to, file.path(), file.stamp());
        if (elsewhere.standing() == Recorded.Standing.GROWING) {
            postpone(file.path());
            return Optional.empty();
        }
        recorded.forget(file.stamp());
        if (elsewhere.item().isPresent()) {
            return Optional.of(change(file, fingerprint, elsewhere.item().get().id().value(), Optional.empty(), Optional.empty()));
        }
        return Optional.of(hand(to, file, sample, fingerprint));
    }

    private SeenFiles.Change hand(UploadQueue to, Complete file, Sample sample, String fingerprint) throws QueueException, SQLException {
        Optional<SeenFile> before = renames.of(file.stamp(), file.sameInode())
                .filter(old -> old.fingerprint().equals(sample.fingerprint(old.name(), file.stamp())));
        if (before.isPresent() && relocate(to, before.get(), file.path())) {
            return change(file, fingerprint, before.get().item(), Optional.empty(), before);
        }
        Clip clip = clips.complete(file.path(), file.stamp(), fingerprint, sample.contentPrint(file.stamp()));
        Optional<GrowingFile> growing = realtime.of(to, file.path(), file.stamp());
        Optional<ItemId> finished = growing.isPresent() ? realtime.finished(to, growing.get(), clip) : Optional.empty();
        ItemId item = finished.isPresent() ? finished.get() : to.accept(clip);
        accepted++;
        return change(file, fingerprint, item.value(), Optional.empty(), Optional.empty());
    }

    /** Whether the queue knows the item still. */
    private static boolean relocate(UploadQueue to, SeenFile before, Path path) throws QueueException {
        try {
            to.relocate(new ItemId(before.item()), path);
            return true;
        } catch (QueueException e) {
            if (e.code() == QueueException.Code.UNKNOWN_ITEM) {
                return false;
            }
            throw e;
        }
    }

    private Optional<SeenFiles.Change> unreadable(UploadQueue to, Complete file, IOException why) throws QueueException {
        if (tracker.failed(file.path()) < READS) {
            postpone(file.path());
            return Optional.empty();
        }
        String detail = why.getMessage() == null || why.getMessage().contains(file.path().toString()) ? why.getClass().getSimpleName()
                : why.getMessage();
        return Optional.of(reject(to, file, Rejections.unreadable(detail)));
    }

    private SeenFiles.Change reject(UploadQueue to, Complete file, Reason reason) throws QueueException {
        String fingerprint = Sample.ofRejected(reason.code()).fingerprint(file.name(), file.stamp());
        ItemId item = to.reject(clips.opaque(file.path(), file.stamp(), fingerprint), reason);
        return change(file, fingerprint, item.value(), Optional.of(reason.code()), Optional.empty());
    }

    private static SeenFiles.Change change(Complete file, String fingerprint, long item, Optional<String> reason, Optional<SeenFile> movedFrom) {
        return new SeenFiles.Change(SeenFile.of(file.name(), file.stamp(), fingerprint, item, reason), file.known(), movedFrom);
    }

    private void refused(Path path, String what, String todo) {
        obstacles.refused(path, what, todo);
        postpone(path);
    }

    private void postpone(Path path) {
        tracker.postpone(path, settings.retry(), settings.retryMost(), nanos.getAsLong());
    }

    private void forget(Path path) {
        tracker.forget(path);
        obstacles.gone(path);
    }
}
