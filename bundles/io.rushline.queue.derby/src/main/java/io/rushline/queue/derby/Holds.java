package io.rushline.queue.derby;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.PauseSighting;
import io.rushline.queue.api.QueueException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Decides what keeps a clip from being sent without a person's word. */
final class Holds {

    private final Transaction transaction;

    Holds(Transaction transaction) {
        this.transaction = transaction;
    }

    /** A new item, before it is written. */
    Row judge(Row row, boolean manual) throws SQLException, QueueException {
        Optional<ItemId> same = sameContent(row.item());
        ItemEdit edit = new ItemEdit(row).duplicateOf(same);
        if (same.isPresent()) {
            edit.hold(Hold.DUPLICATE);
        }
        if (madeInPause(row.item(), row.item().clip().createdAt())) {
            edit.hold(Hold.CHANNEL_PAUSED);
        }
        return (manual ? edit.hold(Hold.MANUAL) : edit).done();
    }

    /** More is known of an item of which nothing was sent yet; what a person decided before holds. */
    Row judgeAgain(Row row, Instant createdAtBefore) throws SQLException, QueueException {
        Optional<ItemId> same = sameContent(row.item());
        Row judged = same.isEmpty() ? row : hold(transaction.change(row, edit -> edit.duplicateOf(same)), Hold.DUPLICATE);
        boolean news = madeInPause(row.item(), row.item().clip().createdAt()) && !madeInPause(row.item(), createdAtBefore);
        return news ? hold(judged, Hold.CHANNEL_PAUSED) : judged;
    }

    /** Pauses that were not known before. */
    void pauseSeen(PauseSighting sighting) throws SQLException, QueueException {
        for (int channel : transaction.pauses.seen(sighting)) {
            Optional<Integer> only = channel == PauseTable.DEVICE ? Optional.empty() : Optional.of(channel);
            for (ItemId id : transaction.items.untouched(sighting.projectId(), only, sighting.at())) {
                hold(transaction.get(id), Hold.CHANNEL_PAUSED);
            }
        }
    }

    private Optional<ItemId> sameContent(Item item) throws SQLException {
        String print = item.clip().contentPrint();
        if (print.isEmpty()) {
            return Optional.empty();
        }
        Optional<ItemId> same = transaction.items.findContent(print, item.id());
        if (same.isPresent()) {
            return same;
        }
        Optional<ItemId> archived = transaction.archive.findContent(print);
        return archived.isPresent() ? Optional.of(Intake.restore(transaction, archived.get())) : Optional.empty();
    }

    private boolean madeInPause(Item item, Instant createdAt) throws SQLException {
        Clip clip = item.clip();
        return item.projectId().isPresent() && transaction.pauses.covers(item.projectId().get(), clip.channel(), createdAt);
    }

    /** One that has ended is held when it gets back in line. */
    private Row hold(Row row, Hold hold) throws SQLException, QueueException {
        return transaction.change(row, edit -> row.ended() ? edit.mark(hold, true) : edit.hold(hold));
    }
}
