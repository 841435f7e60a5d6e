package io.rushline.queue.derby;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Takes clips over: new ones, known ones that are seen again, and those that take another's place. */
final class Intake {

    private static final Logger LOG = System.getLogger(Intake.class.getName());
    /** How the codes of reasons begin that lie in the file: it is not there, or not as it was. */
    private static final String MEDIA = "media.";
    private static final String MEDIA_GONE = "media.gone";
    static final String SUPERSEDED = "media.superseded";

    private final Transaction transaction;

    Intake(Transaction transaction) {
        this.transaction = transaction;
    }

    /** @param manual people choose which clips are sent */
    ItemId accept(Clip clip, boolean growing, boolean manual) throws SQLException, QueueException {
        Optional<ItemId> known = known(clip);
        Optional<Row> recording = known.isPresent() ? Optional.empty() : recordingAt(clip, growing);
        if (recording.isPresent() && growing) {
            return recording.get().item().id();
        }
        if (known.isPresent() || recording.isPresent()) {
            Row row = known.isPresent() ? transaction.get(known.get()) : new Growing(transaction).end(recording.get(), clip);
            seenAgain(row, clip.path());
            supersede(clip, row.item().id());
            return row.item().id();
        }
        ItemId id = transaction.tally.nextId();
        supersede(clip, id);
        Row row = Row.of(item(id, clip, growing, ItemState.WAITING, Optional.empty()));
        transaction.insert(new Holds(transaction).judge(row, manual));
        return id;
    }

    ItemId reject(Clip clip, Reason why) throws SQLException {
        Optional<ItemId> known = known(clip);
        if (known.isPresent()) {
            return known.get();
        }
        return transaction.insert(Row.of(item(transaction.tally.nextId(), clip, false, ItemState.REJECTED, Optional.of(why)))).item().id();
    }

    private Item item(ItemId id, Clip clip, boolean growing, ItemState state, Optional<Reason> why) throws SQLException {
        Optional<String> project = transaction.projects.bound();
        if (project.isPresent()) {
            transaction.projects.used(project.get());
        }
        return new Item(id, clip, growing, project, state, why, Optional.empty(), 0, transaction.tally.nextPosition(), Optional.empty(),
                Optional.empty(), Optional.empty(), 0, 0, 0, Optional.empty(), List.of(), transaction.now, Optional.empty(), Optional.empty());
    }

    /** The item of this very clip; one that was archived is an item again. */
    Optional<ItemId> known(Clip clip) throws SQLException {
        Optional<ItemId> item = transaction.items.find(clip.fingerprint());
        if (item.isPresent()) {
            return item;
        }
        Optional<ItemId> archived = transaction.archive.find(clip.fingerprint());
        return archived.isPresent() ? Optional.of(restore(transaction, archived.get())) : sameFile(clip);
    }

    /** Two ingests that look after one file may give it two fingerprints, each with the name that the file has below a folder of its own. */
    private Optional<ItemId> sameFile(Clip clip) throws SQLException {
        return transaction.items.at(clip.path()).stream()
                .filter(row -> !row.item().growing() && !clip.contentPrint().isEmpty() && clip.contentPrint().equals(row.item().clip().contentPrint())
                        && !isAnotherFile(row.item().clip(), clip))
                .min(Comparator.comparing((Row row) -> row.state() == ItemState.CANCELLED).thenComparing(row -> row.item().id().value()))
                .map(row -> row.item().id());
    }

    /** Its parts were deleted with its upload URLs: an asset that was not finished is not finished any more. */
    static ItemId restore(Transaction transaction, ItemId archived) throws SQLException {
        Row row = transaction.archive.take(archived);
        ItemEdit placed = new ItemEdit(row).place(row.item().clip().priority(), transaction.tally.nextPosition());
        return transaction.insert((row.state() == ItemState.COMPLETED ? placed : placed.withoutAsset()).done()).item().id();
    }

    /** The disk was mounted elsewhere, the file was moved, or is back: the last path is the one that holds. */
    Row seenAgain(Row before, Path path) throws SQLException, QueueException {
        if (before.state() == ItemState.COMPLETED) {
            return before;
        }
        Row moved = transaction.change(before, edit -> edit.path(path));
        boolean back = moved.state() == ItemState.FAILED && moved.hasReason(MEDIA) || isSuperseded(moved);
        return back ? back(moved) : moved;
    }

    /** Meanwhile another clip with the same content may have been let go in its place. */
    private Row back(Row row) throws SQLException, QueueException {
        return Steps.backInLine(transaction, new Holds(transaction).judgeContent(row), Transition.RETRY);
    }

    void relocate(ItemId id, Path path) throws SQLException, QueueException {
        Row moved = transaction.change(transaction.get(id), edit -> edit.path(path));
        if (moved.state() == ItemState.FAILED && moved.hasReason(MEDIA_GONE)) {
            back(moved);
        }
    }

    /**
     * A clip at this path that was still being recorded when it was last seen, unless this file cannot be that one. What grows is the same for two
     * ingests; one of them alone knows its own recordings.
     */
    private Optional<Row> recordingAt(Clip clip, boolean growing) throws SQLException {
        return transaction.items.at(clip.path()).stream()
                .filter(row -> row.item().growing() && clip.sizeBytes() >= row.item().clip().sizeBytes() && !isSuperseded(row)
                        && !(growing && clip.source().equals(row.item().clip().source())))
                .findFirst();
    }

    private static boolean isSuperseded(Row row) {
        return row.state() == ItemState.CANCELLED && row.hasReason(SUPERSEDED);
    }

    /** Where this file is now, unfinished clips can no longer be read. */
    private void supersede(Clip clip, ItemId by) throws SQLException, QueueException {
        for (Row row : transaction.items.at(clip.path())) {
            boolean unfinished = !row.ended() || row.state() == ItemState.FAILED && row.hasReason(MEDIA);
            if (unfinished && !row.item().id().equals(by) && isAnotherFile(row.item().clip(), clip)) {
                LOG.log(Level.INFO, "Item {0} takes the place of item {1}: its file was written anew", by, row.item().id());
                Steps.cancel(transaction, row, Optional.of(new Reason(SUPERSEDED, "Another file is at its path now; clip " + by + " took its place.",
                        "Nothing; it goes on by itself when its file is there again.")));
            }
        }
    }

    /** The same file has another fingerprint where it is sent once more. */
    private static boolean isAnotherFile(Clip one, Clip other) {
        return one.sizeBytes() != other.sizeBytes() || !one.modifiedAt().equals(other.modifiedAt())
                || !one.contentPrint().isEmpty() && !other.contentPrint().isEmpty() && !one.contentPrint().equals(other.contentPrint());
    }
}
