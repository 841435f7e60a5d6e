package io.rushline.queue.derby;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What people do to one item besides the actions: its place in line, and sending it once more. */
final class People {

    private final Transactions transactions;

    People(Transactions transactions) {
        this.transactions = transactions;
    }

    /** For the same project and held by nothing else: a person asks for it. */
    ItemId uploadAgain(ItemId id) throws QueueException {
        return transactions.write(transaction -> {
            Item old = transaction.get(id).item();
            if (old.state() != ItemState.COMPLETED) {
                throw new QueueException(Code.ILLEGAL_TRANSITION, "item " + id + " is " + old.state(), null);
            }
            Clip clip = old.clip();
            Optional<ItemId> asked = unfinishedVersion(transaction, old);
            if (asked.isPresent()) {
                return asked.get();
            }
            ItemId again = transaction.tally.nextId();
            Row row = Row.of(new Item(again, new Clip(clip.path(), clip.name(), clip.sizeBytes(), clip.modifiedAt(),
                    Prints.derived(clip.fingerprint(), again), clip.contentPrint(), clip.createdAt(), clip.source(), clip.channel(), clip.priority(),
                    clip.ownTime()),
                    false, old.projectId(), ItemState.WAITING, Optional.empty(), Optional.empty(), 0, transaction.tally.nextPosition(), Optional.empty(),
                    old.assetId(), Optional.empty(), 0, 0, 0, Optional.empty(), List.of(), transaction.now, Optional.empty(), Optional.empty()));
            boolean own = old.projectId().equals(transaction.projects.bound());
            transaction.insert(own ? row : new ItemEdit(row).hold(Hold.OTHER_PROJECT).done());
            return again;
        });
    }

    /** Whoever asks twice means one. */
    private static Optional<ItemId> unfinishedVersion(Transaction transaction, Item old) throws SQLException {
        return transaction.items.at(old.clip().path()).stream()
                .filter(row -> !row.ended() && row.item().versionOf().isPresent() && row.item().versionOf().equals(old.assetId()))
                .map(row -> row.item().id()).findFirst();
    }

    void prioritise(ItemId id, int priority) throws QueueException {
        transactions.write(transaction ->
                transaction.change(inLine(transaction.get(id)), edit -> edit.place(priority, transaction.tally.nextPosition())));
    }

    void move(ItemId id, Optional<ItemId> before) throws QueueException {
        transactions.write(transaction -> {
            Row row = inLine(transaction.get(id));
            if (before.isEmpty()) {
                return transaction.change(row, edit -> edit.place(row.item().clip().priority(), transaction.tally.nextPosition()));
            }
            Item other = inLine(transaction.get(before.get())).item();
            if (row.item().id().equals(other.id())) {
                return row;
            }
            long position = new Line(transaction).before(other);
            return transaction.change(transaction.get(id), edit -> edit.place(other.clip().priority(), position));
        });
    }

    private static Row inLine(Row row) throws QueueException {
        if (row.ended()) {
            throw new QueueException(Code.ILLEGAL_TRANSITION, "item " + row.item().id() + " is " + row.state(), null);
        }
        return row;
    }
}
