package io.rushline.queue.derby;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.PauseSighting;
import io.rushline.queue.api.QueueException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
        if (insidePause(row.item())) {
            edit.hold(Hold.CHANNEL_PAUSED);
        }
        return (manual ? edit.hold(Hold.MANUAL) : edit).done();
    }

    /** More is known of an item of which nothing was sent yet; what a person decided before holds. */
    Row judgeAgain(Row row, Item before) throws SQLException, QueueException {
        Optional<ItemId> same = sameContent(row.item());
        Row judged = same.isEmpty() ? row : hold(transaction.change(row, edit -> edit.duplicateOf(same)), Hold.DUPLICATE);
        boolean news = insidePause(row.item()) && !insidePause(before);
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

    /** One that goes on by itself does so only where no other clip has its content; a copy that a person let go, or asked for, is none. */
    Row judgeContent(Row row) throws SQLException, QueueException {
        Optional<ItemId> same = row.item().duplicateOf().isPresent() || row.item().versionOf().isPresent() ? Optional.empty() : sameContent(row.item());
        return same.isEmpty() ? row : hold(transaction.change(row, edit -> edit.duplicateOf(same)), Hold.DUPLICATE);
    }

    /** Without anybody's wish it will not be sent: of the clips that are held because of its content the first one goes on in its place. */
    void givenUp(Row row) throws SQLException, QueueException {
        List<Row> same = new ArrayList<>();
        for (ItemId id : transaction.items.withContent(row.item().clip().contentPrint(), row.item().id())) {
            same.add(transaction.get(id));
        }
        if (same.isEmpty() || !same.stream().allMatch(other -> other.holds().contains(Hold.DUPLICATE))) {
            return;
        }
        ItemId first = same.get(0).item().id();
        transaction.change(same.get(0), edit -> edit.duplicateOf(Optional.empty()).lift(Hold.DUPLICATE));
        for (Row other : same.subList(1, same.size())) {
            transaction.change(other, edit -> edit.duplicateOf(Optional.of(first)));
        }
    }

    /** What is known of pauses or times has changed: whether the clip was made inside a pause, if nothing was sent of it yet. */
    void madeInPause(Row row, boolean inside) throws SQLException, QueueException {
        if (row.item().assetId().isPresent() || row.holds().contains(Hold.CHANNEL_PAUSED) == inside) {
            return;
        }
        if (inside) {
            hold(row, Hold.CHANNEL_PAUSED);
        } else {
            transaction.change(row, edit -> row.ended() ? edit.mark(Hold.CHANNEL_PAUSED, false) : edit.lift(Hold.CHANNEL_PAUSED));
        }
    }

    /** Empty files have no content that could be the same. */
    private Optional<ItemId> sameContent(Item item) throws SQLException {
        String print = item.clip().contentPrint();
        if (print.isEmpty() || item.clip().sizeBytes() == 0) {
            return Optional.empty();
        }
        Optional<ItemId> same = transaction.items.withContent(print, item.id()).stream().findFirst();
        if (same.isPresent()) {
            return same;
        }
        Optional<ItemId> archived = transaction.archive.findContent(print);
        return archived.isPresent() ? Optional.of(Intake.restore(transaction, archived.get())) : Optional.empty();
    }

    private boolean insidePause(Item item) throws SQLException {
        Clip clip = item.clip();
        return item.projectId().isPresent() && transaction.pauses.covers(item.projectId().get(), clip.channel(), clip.createdAt());
    }

    /** One that has ended is held when it gets back in line. */
    private Row hold(Row row, Hold hold) throws SQLException, QueueException {
        return transaction.change(row, edit -> row.ended() ? edit.mark(hold, true) : edit.hold(hold));
    }
}
