package io.rushline.uploader.c2c;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Part;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Looks whether a clip's file is there and still the one that was accepted. It remembers where clips were seen and since when files are missing:
 * a card that is pulled, or a rename that nobody has told the queue of yet, is no clip that is gone. Any thread; blocks.
 */
final class MediaCheck {

    /** An ingest tells the queue of a rename when it scans next: every 30 s by default, and then it waits until the file is stable. */
    private static final Duration GRACE = Duration.ofSeconds(45);
    private static final int REMEMBERED = 10_000;

    private static final String PUT_BACK = "Put the card or disk back: it goes on by itself. Cancel the clip if it was deleted.";

    private final Disk disk;
    private final LongSupplier nanos;
    /** Where the folder of a clip, by its fingerprint, lay when the clip was last seen. */
    private final Map<String, Long> devices = latest();
    /** Since when a file is missing while its folder is there. */
    private final Map<Path, Long> missing = latest();

    MediaCheck(Disk disk, LongSupplier nanos) {
        this.disk = disk;
        this.nanos = nanos;
    }

    void check(Clip clip) throws Failed {
        Disk.Seen seen = look(clip);
        missing.remove(clip.path());
        // Some file systems and databases keep less than nanoseconds.
        boolean sameTime = seen.modifiedAt().truncatedTo(ChronoUnit.MILLIS).equals(clip.modifiedAt().truncatedTo(ChronoUnit.MILLIS));
        if (!seen.regular() || seen.sizeBytes() != clip.sizeBytes() || !sameTime) {
            throw new Failed(Failure.of(Kind.MEDIA, "media.changed", "The file is not the one that was queued: its size or time has changed.",
                    "Queue it again."), null);
        }
        devices.put(clip.fingerprint(), seen.device());
    }

    /** Of a clip that is still being recorded: how large its file is now. */
    long grown(Clip clip) throws Failed {
        Disk.Seen seen = look(clip);
        missing.remove(clip.path());
        if (!seen.regular()) {
            throw new Failed(Failure.of(Kind.MEDIA, "media.changed", "What is recorded is no file.", "Check the recorder."), null);
        }
        devices.put(clip.fingerprint(), seen.device());
        return seen.sizeBytes();
    }

    /** @param growing the clip is still being recorded: what counts is that the part is there */
    void check(Clip clip, Part part, boolean growing) throws Failed {
        if (!growing) {
            check(clip);
        } else if (grown(clip) < part.offsetBytes() + part.sizeBytes()) {
            throw new Failed(shrunk(), null);
        }
    }

    static Failure shrunk() {
        return Failure.of(Kind.NOT_REALTIME, "media.shrunk", "The file became shorter while it was recorded: what was sent of it may not be true any more.",
                "Nothing: it is sent again when it is finished.");
    }

    private Disk.Seen look(Clip clip) throws Failed {
        try {
            return disk.look(clip.path());
        } catch (NoSuchFileException e) {
            throw new Failed(why(clip), e);
        } catch (IOException e) {
            throw new Failed(unseen(), e);
        }
    }

    private Failure why(Clip clip) {
        OptionalLong holder;
        try {
            holder = disk.holder(clip.path());
        } catch (IOException e) {
            return unseen();
        }
        Long before = devices.get(clip.fingerprint());
        if (holder.isEmpty() || before != null && before != holder.getAsLong()) {
            missing.remove(clip.path());
            return Failure.of(Kind.MEDIA_AWAY, "media.away", "The card or disk with this clip is not there, or its folder is gone or empty.", PUT_BACK);
        }
        long now = nanos.getAsLong();
        Long since = missing.putIfAbsent(clip.path(), now);
        if (since == null || now - since < GRACE.toNanos()) {
            return Failure.of(Kind.MEDIA_MISSING, "media.missing", "The file is not where it was: it is looked for under another name.",
                    "Put it back if it was not renamed.");
        }
        return Failure.of(Kind.MEDIA, "media.gone", "The file is gone.", "Put it back where it was, then retry the clip.");
    }

    private static Failure unseen() {
        return Failure.of(Kind.MEDIA_AWAY, "media.away", "The card, disk or folder with this clip cannot be looked at.", PUT_BACK);
    }

    /** Keeps what was used last. */
    private static <K> Map<K, Long> latest() {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
                return size() > REMEMBERED;
            }
        });
    }
}
