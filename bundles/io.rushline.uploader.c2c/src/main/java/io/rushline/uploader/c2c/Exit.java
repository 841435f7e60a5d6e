package io.rushline.uploader.c2c;

import java.util.List;

/** The end of the work on one clip: decided once, and told to the queue when nothing of the clip is on its way any more. Engine's thread only. */
final class Exit {

    private final Upload upload;
    private final Runnable again;
    private Ending ending;
    private boolean told;
    private boolean gone;

    /** @param again the asset was given up, and the queue knows: another one may be made */
    Exit(Upload upload, Runnable again) {
        this.upload = upload;
        this.again = again;
    }

    /** False where another end was decided before: that one stands. */
    boolean decide(Ending how) {
        if (decided()) {
            return false;
        }
        ending = how;
        return true;
    }

    boolean decided() {
        return ending != null || gone;
    }

    /** It will not go on by itself. */
    boolean leaving() {
        return ending != null && !ending.newAsset();
    }

    /** The queue was told, or is about to be. */
    boolean told() {
        return told;
    }

    /** Nothing is to be told any more. */
    boolean gone() {
        return gone;
    }

    void goAtOnce() {
        gone = true;
    }

    /** Nothing of the clip is on its way any more. */
    void settle() {
        if (told || gone) {
            return;
        }
        told = true;
        List<Ledger.Write> writes = ending.writes();
        if (writes.isEmpty()) {
            gone = true;
            return;
        }
        writes.subList(0, writes.size() - 1).forEach(write -> upload.tell(write, onDisk -> { }));
        upload.tell(writes.get(writes.size() - 1), onDisk -> {
            if (onDisk && ending.newAsset()) {
                ending = null;
                told = false;
                again.run();
            } else {
                gone = true;
            }
        });
    }
}
