package io.rushline.recorder.file;

import io.rushline.recorder.api.RecorderListener;
import io.rushline.recorder.api.Recording;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Tells recordings from what a folder looks like: which file has begun, goes on under another name, has ended, or is not wanted. One thread. */
final class Takes {

    private final RecorderSettings settings;
    private final Ledger ledger;
    private final RecorderListener told;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Sight> sights = new HashMap<>();
    /** The folder itself, which is another one when its disk goes; the file that is recorded, and the trigger's coming: all as of the last look. */
    private Object disk;
    private Object recorded;
    private Object trigger;

    /**
     * A file, as seen at the last look.
     *
     * @param key   which file of its disk it is, under whatever name; null where the file system knows no such thing
     * @param since when it was first seen like this, by a monotonic clock
     */
    private record Sight(long size, long modifiedMillis, Object key, long since) {
    }

    /**
     * @param told is told in order, by the thread that looks
     * @param clock the wall clock, for the moment a recording begins
     * @param nanos a monotonic clock, for how long a file is quiet
     */
    Takes(RecorderSettings settings, Ledger ledger, RecorderListener told, Clock clock, LongSupplier nanos) {
        this.settings = settings;
        this.ledger = ledger;
        this.told = told;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Looks at the folder once.
     *
     * @return what is recorded now
     * @throws IOException when the folder or the ledger cannot be read or written: nothing has changed then
     */
    Optional<Recording> look() throws IOException {
        Object triggered = triggered(); // before the files: what was written before it went is seen
        see();
        if (!ledger.isKnown()) { // what was there before the first look was recorded by nobody we know
            ledger.ended(sights.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().modifiedMillis())),
                    sights.keySet());
            return Optional.empty();
        }
        Optional<Recording> now = ledger.recording();
        if (now.isPresent()) {
            follow(now.get(), triggered);
        } else {
            Optional<String> next = next(triggered != null);
            if (next.isPresent()) {
                begin(next.get());
                trigger = triggered;
            }
        }
        return ledger.recording();
    }

    private void see() throws IOException {
        Object folder = Files.readAttributes(settings.folder(), BasicFileAttributes.class).fileKey();
        if (disk != null && !disk.equals(folder)) {
            recorded = null;
        }
        disk = folder;
        Map<String, Sight> seen = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(settings.folder(), file -> settings.files().matches(file.getFileName()))) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (settings.trigger().filter(file::equals).isEmpty()) {
                    facts(file).ifPresent(facts -> seen.put(name, sight(sights.get(name), facts)));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        sights.keySet().retainAll(seen.keySet());
        sights.putAll(seen);
    }

    private Sight sight(Sight before, BasicFileAttributes facts) {
        long modified = facts.lastModifiedTime().toMillis();
        boolean same = before != null && before.size() == facts.size() && before.modifiedMillis() == modified;
        return same ? before : new Sight(facts.size(), modified, facts.fileKey(), nanos.getAsLong());
    }

    private static Optional<BasicFileAttributes> facts(Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)).filter(BasicFileAttributes::isRegularFile);
        } catch (NoSuchFileException e) { // gone since the folder was listed
            return Optional.empty();
        }
    }

    /** Something that is another for each time that the trigger comes; null while it is not there. */
    private Object triggered() throws IOException {
        return settings.trigger().isEmpty() ? null : facts(settings.trigger().get()).map(BasicFileAttributes::lastModifiedTime).orElse(null);
    }

    /** The file that has waited longest to be told; without the trigger only those that are quiet: their trigger was missed. */
    private Optional<String> next(boolean triggered) {
        boolean any = settings.trigger().isEmpty() || triggered;
        return sights.entrySet().stream()
                .filter(each -> each.getValue().size() > 0 && (any || isQuiet(each.getValue())))
                .filter(each -> !ledger.hasEnded(each.getKey(), each.getValue().modifiedMillis()))
                .min(Comparator.comparingLong((Map.Entry<String, Sight> each) -> each.getValue().modifiedMillis()).thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey);
    }

    private boolean isQuiet(Sight sight) {
        return nanos.getAsLong() - sight.since() >= settings.quiet().toNanos();
    }

    private void begin(String name) throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant changed = Instant.ofEpochMilli(sights.get(name).modifiedMillis());
        Recording recording = new Recording(settings.name(), settings.channel(), settings.folder().resolve(name), changed.isBefore(now) ? changed : now,
                Optional.empty());
        ledger.begun(recording);
        recorded = sights.get(name).key();
        told.started(recording);
    }

    private void follow(Recording recording, Object triggered) throws IOException {
        String name = recording.file().getFileName().toString();
        Sight sight = sights.get(name);
        if (sight == null) {
            vanished(recording);
            return;
        }
        recorded = sight.key();
        boolean over = settings.trigger().isPresent() ? triggered == null || trigger != null && !trigger.equals(triggered) : isQuiet(sight);
        trigger = triggered;
        if (over) {
            ledger.ended(Map.of(name, sight.modifiedMillis()), sights.keySet());
            told.stopped(recording);
        }
    }

    private void vanished(Recording recording) throws IOException {
        Optional<String> renamed = sights.entrySet().stream().filter(each -> recorded != null && recorded.equals(each.getValue().key()))
                .map(Map.Entry::getKey).findFirst();
        if (renamed.isPresent()) {
            ledger.begun(new Recording(recording.recorder(), recording.channel(), settings.folder().resolve(renamed.get()), recording.startedAt(),
                    recording.timecode()));
            return;
        }
        ledger.ended(Map.of(), sights.keySet());
        if (recorded == null) { // it went with its disk or while this was down: nobody knows whether it was thrown away
            told.stopped(recording);
        } else {
            told.discarded(recording);
        }
    }
}
