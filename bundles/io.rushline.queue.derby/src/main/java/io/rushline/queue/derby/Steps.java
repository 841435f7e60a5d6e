package io.rushline.queue.derby;

import io.rushline.queue.api.Action;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Reason;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** What happens to one item where more than its own row is concerned: its asset, its project, what holds it. */
final class Steps {

    static final Map<Action, Transition> TRANSITIONS = Map.of(Action.PAUSE, Transition.PAUSE, Action.RESUME, Transition.RESUME, Action.CANCEL,
            Transition.CANCEL, Action.RETRY, Transition.RETRY);

    private static final Reason CANCELLED = new Reason("queue.cancelled", "The clip was cancelled before its upload was complete.",
            "Delete the unfinished asset in the cloud, or retry the clip.");
    private static final Reason OTHER_PROJECT = new Reason("queue.other-project", "The clip was sent to another project instead.",
            "Delete the unfinished asset in the cloud.");

    private Steps() {
    }

    /** What people do to an item. */
    static Row act(Transaction transaction, Row before, Action action) throws SQLException, QueueException {
        return switch (action) {
            case PAUSE -> transaction.change(before, edit -> edit.take(Transition.PAUSE));
            case RESUME -> resume(transaction, before);
            case CANCEL -> cancel(transaction, before, Optional.empty());
            case RETRY -> backInLine(transaction, before, Transition.RETRY);
        };
    }

    /** A person's word overrides all that holds it; one of another project is for the project bound last from now on. */
    private static Row resume(Transaction transaction, Row before) throws SQLException, QueueException {
        Item item = before.item();
        Optional<String> bound = transaction.projects.bound();
        if (bound.isEmpty() || bound.equals(item.projectId())) {
            return transaction.change(before, edit -> edit.unmark().backInLine(Transition.RESUME));
        }
        Row after = transaction.change(before, edit -> edit.unmark().project(bound.get()).versionOf(Optional.empty()).withoutAsset()
                .backInLine(Transition.RESUME));
        transaction.projects.used(bound.get());
        dropAsset(transaction, item, OTHER_PROJECT);
        return after;
    }

    /** Something other than a person's choice of this clip puts it back: it may still be held (I8). What was acknowledged stays so. */
    static Row backInLine(Transaction transaction, Row before, Transition transition) throws SQLException, QueueException {
        Optional<String> bound = transaction.projects.bound();
        Optional<String> own = before.item().projectId();
        Row after = transaction.change(before, edit -> edit.mark(Hold.BEFORE_PAIRING, own.isEmpty() && bound.isPresent())
                .mark(Hold.OTHER_PROJECT, own.isPresent() && !own.equals(bound)).mark(Hold.PAUSED, false).backInLine(transition));
        if (after.item().assetId().isPresent()) {
            transaction.abandoned.remove(after.item().assetId().get()); // cancelling it had listed it
        }
        return after;
    }

    /** @param why empty: a person's wish needs none */
    static Row cancel(Transaction transaction, Row before, Optional<Reason> why) throws SQLException, QueueException {
        Row after = transaction.change(before, edit -> why.isPresent() ? edit.take(Transition.CANCEL).because(why.get())
                : edit.take(Transition.CANCEL));
        if (after.item().assetId().isPresent()) {
            transaction.abandoned.add(after.item(), after.item().assetId(), why.orElse(CANCELLED), transaction.now);
        }
        return after;
    }

    /** The asset that an item had is never finished. */
    static void dropAsset(Transaction transaction, Item before, Reason why) throws SQLException {
        if (before.assetId().isPresent()) {
            transaction.assets.delete(before.id());
            transaction.abandoned.add(before, before.assetId(), why, transaction.now);
        }
    }

    /** The device is connected to this project: whether an item is for it decides whether that holds it (I8). */
    static void bound(Transaction transaction, Row row, Project project) throws SQLException, QueueException {
        Optional<String> own = row.item().projectId();
        if (row.ended()) {
            return; // meanwhile
        }
        if (own.isEmpty()) {
            transaction.change(row, edit -> edit.hold(Hold.BEFORE_PAIRING));
        } else if (!own.get().equals(project.id())) {
            transaction.change(row, edit -> edit.hold(Hold.OTHER_PROJECT));
        } else if (row.holds().contains(Hold.OTHER_PROJECT)) {
            transaction.change(row, edit -> edit.lift(Hold.OTHER_PROJECT));
        }
    }

    /** Whether {@link #bound} would change it. */
    static boolean concerns(Entry entry, Project project) {
        if (entry.rank() == 2) {
            return false;
        }
        boolean own = project.id().equals(entry.projectId());
        Hold hold = entry.projectId() == null ? Hold.BEFORE_PAIRING : Hold.OTHER_PROJECT;
        return own == ((entry.holds() & hold.bit()) != 0);
    }
}
