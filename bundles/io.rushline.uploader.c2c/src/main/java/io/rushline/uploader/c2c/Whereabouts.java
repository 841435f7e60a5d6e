package io.rushline.uploader.c2c;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.UploadQueue;
import java.util.Optional;
import java.util.function.Consumer;

/** A clip that may get another path or name while it is worked on: as it was claimed, until the queue says otherwise. Engine's thread only. */
final class Whereabouts {

    private final Tools tools;
    private final ItemId item;
    private final Consumer<Optional<Item>> stands;
    private Clip clip;
    private boolean growing;
    private boolean seeking;
    private long asked;
    private long answered;
    private long movedAt = -1;

    /** @param stands told how the item stands in the queue; empty: not at all */
    Whereabouts(Tools tools, Item claimed, Consumer<Optional<Item>> stands) {
        this.tools = tools;
        this.item = claimed.id();
        this.stands = stands;
        this.clip = claimed.clip();
        this.growing = claimed.growing();
    }

    Clip clip() {
        return clip;
    }

    /** It is still being recorded. */
    boolean growing() {
        return growing;
    }

    /** Takes over what the queue says now; true where the file lies elsewhere than was known. */
    boolean take(Item now) {
        boolean moved = !now.clip().path().equals(clip.path());
        clip = now.clip();
        growing = now.growing();
        if (moved) {
            movedAt = tools.now();
        }
        return moved;
    }

    /**
     * News that say that the item is not ours, lies elsewhere, is complete or was made at another time may be old, of a time before it was claimed: what
     * counts is how it stands.
     */
    void changed(Item news) {
        Clip told = news.clip();
        boolean dated = told.createdAt().equals(clip.createdAt()) && told.ownTime() == clip.ownTime();
        if (news.state() != ItemState.UPLOADING || !told.path().equals(clip.path()) || news.growing() != growing || !dated) {
            look();
        }
    }

    /** Asks the queue how the item stands. */
    void look() {
        // Where it cannot be read, the next write will tell.
        find(asked -> { });
    }

    /** A missing file is being looked for: nothing that reads it makes sense now. */
    boolean seeking() {
        return seeking;
    }

    /**
     * The file was not where it was looked for: the queue may know better.
     *
     * @param startedAt when that look had begun
     * @param inVain    the queue knows of no other place (true), or could not be asked (false). One answer is enough for all that look at the same
     *                  time
     */
    void seek(long startedAt, Consumer<Boolean> inVain) {
        if (seeking) {
            return;
        }
        seeking = true;
        find(asked -> {
            seeking = false;
            if (movedAt < startedAt) {
                inVain.accept(asked);
            }
        });
    }

    private void find(Consumer<Boolean> then) {
        Optional<UploadQueue> queue = tools.outside().services().queue();
        asked++;
        long number = asked;
        tools.jobs().start(Job.Kind.QUEUE, () -> queue.orElseThrow().find(item), outcome -> {
            if (outcome.ok() && number > answered) { // an older question may be answered after a newer one
                answered = number;
                stands.accept(outcome.value());
            }
            then.accept(outcome.ok());
        });
    }
}
