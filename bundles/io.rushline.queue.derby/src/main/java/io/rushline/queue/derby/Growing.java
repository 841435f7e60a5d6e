package io.rushline.queue.derby;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import io.rushline.queue.api.Reason;
import java.sql.SQLException;
import java.util.Optional;

/** Clips that are still being recorded, and what becomes of them when the recording ends. */
final class Growing {

    private final Transaction transaction;

    Growing(Transaction transaction) {
        this.transaction = transaction;
    }

    void grown(ItemId id, long sizeBytes) throws SQLException, QueueException {
        Row row = transaction.get(id);
        if (row.item().growing()) { // else its end was seen already
            transaction.change(row, edit -> edit.grown(sizeBytes));
        }
    }

    /** @return the item that stands for the clip */
    ItemId finished(ItemId id, Clip clip) throws SQLException, QueueException {
        Row row = transaction.get(id);
        Intake intake = new Intake(transaction);
        Optional<ItemId> same = intake.known(clip);
        if (same.isPresent() && !same.get().equals(id)) {
            Row other = transaction.get(same.get());
            return row.item().growing() ? better(row, other, clip) : other.item().id();
        }
        if (row.item().growing()) {
            end(row, clip);
        } else if (same.isEmpty()) {
            throw new QueueException(Code.ILLEGAL_TRANSITION, "item " + id + " is another clip, and is recorded no more", null);
        }
        return id;
    }

    /** Two items of one recording: one that has begun goes on, and never both. */
    private ItemId better(Row growing, Row other, Clip clip) throws SQLException, QueueException {
        boolean begun = !growing.ended() && growing.item().assetId().isPresent();
        if (begun && other.item().assetId().isEmpty()) {
            Row gone = transaction.change(other, edit -> edit.fingerprint(Prints.derived(clip.fingerprint(), other.item().id())));
            end(growing, clip);
            giveWay(gone, growing.item().id());
            return growing.item().id();
        }
        String print = Prints.derived(clip.fingerprint(), growing.item().id());
        giveWay(transaction.change(growing, edit -> edit.finished(clip).fingerprint(print)), other.item().id());
        return new Intake(transaction).seenAgain(other, clip.path()).item().id();
    }

    private void giveWay(Row row, ItemId to) throws SQLException, QueueException {
        if (Transition.CANCEL.leavesFrom(row.state())) {
            Steps.cancel(transaction, row, Optional.of(new Reason("queue.same-recording", "Clip " + to + " is the same recording.", "")));
        }
    }

    /** Once an asset was begun, nothing that would hold a new clip holds this one. */
    Row end(Row before, Clip clip) throws SQLException, QueueException {
        Row ended = transaction.change(before, edit -> edit.finished(clip));
        return before.item().assetId().isPresent() ? ended : new Holds(transaction).judgeAgain(ended, before.item());
    }
}
