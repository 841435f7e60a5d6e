package io.rushline.uploader.c2c;

import io.rushline.queue.api.Clip;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.temporal.ChronoUnit;

/** Looks whether a clip's file is there and still the one that was accepted. Any thread; blocks. */
final class MediaCheck {

    private static final String PUT_BACK = "Put the card or disk back: it goes on by itself.";

    private final Disk disk;

    MediaCheck(Disk disk) {
        this.disk = disk;
    }

    void check(Clip clip) throws Failed {
        Disk.Seen seen = look(clip);
        // Some file systems and databases keep less than nanoseconds.
        boolean sameTime = seen.modifiedAt().truncatedTo(ChronoUnit.MILLIS).equals(clip.modifiedAt().truncatedTo(ChronoUnit.MILLIS));
        if (!seen.regular() || seen.sizeBytes() != clip.sizeBytes() || !sameTime) {
            throw new Failed(Failure.of(Kind.MEDIA, "media.changed", "The file is not the one that was queued: its size or time has changed.",
                    "Queue it again."), null);
        }
    }

    private Disk.Seen look(Clip clip) throws Failed {
        try {
            return disk.look(clip.path());
        } catch (NoSuchFileException e) {
            if (disk.folderThere(clip.path())) {
                throw new Failed(Failure.of(Kind.MEDIA, "media.gone", "The file is gone.", "Put it back where it was, then retry the clip."), e);
            }
            throw new Failed(Failure.of(Kind.MEDIA_AWAY, "media.away", "The card, disk or folder with this clip is not there.", PUT_BACK), e);
        } catch (IOException e) {
            throw new Failed(Failure.of(Kind.MEDIA_AWAY, "media.away", "The card, disk or folder with this clip cannot be looked at.", PUT_BACK), e);
        }
    }
}
