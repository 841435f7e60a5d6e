package io.rushline.queue.derby;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.PauseSighting;
import io.rushline.queue.api.QueueException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the queue does unasked: old history goes to the archive, and times that a wrong clock gave are corrected. */
final class Chores {

    private static final Logger LOG = System.getLogger(Chores.class.getName());

    private final Transactions transactions;
    private final ClockWatch watch;
    private final int historyDays;
    /** All after this one were accepted by this process. */
    private final ItemId last;

    /** @param historyDays 0: for ever */
    Chores(Transactions transactions, ClockWatch watch, int historyDays) throws QueueException {
        this.transactions = transactions;
        this.watch = watch;
        this.historyDays = historyDays;
        this.last = transactions.write(transaction -> transaction.tally.lastId());
    }

    /** @return how many items were archived */
    int archive() throws QueueException {
        if (historyDays == 0) {
            return 0;
        }
        List<ItemId> due = transactions.read(transaction -> transaction.archive.due(transaction.now.minus(Duration.ofDays(historyDays))));
        int archived = new Bulk(transactions).apply(due, (transaction, row) -> {
            if (row.ended()) { // else it went back in line meanwhile
                ItemId id = row.item().id();
                transaction.archive.put(id);
                transaction.assets.delete(id);
                transaction.items.delete(id);
                transaction.changed(row, null);
            }
        });
        if (archived > 0) {
            LOG.log(Level.INFO, "{0} items that ended more than {1} days ago went to the archive", archived, historyDays);
        }
        return archived;
    }

    /** Where the clock was set, the times it gave before are corrected by as much. */
    synchronized void checkClock() throws QueueException {
        Optional<ClockWatch.Step> seen = watch.check();
        if (seen.isEmpty()) {
            return;
        }
        ClockWatch.Step step = seen.get();
        LOG.log(Level.WARNING, "The clock was set by {0} s; times it gave before are corrected", step.millis() / 1000);
        Set<ItemId> inPause = transactions.read(transaction -> transaction.pauses.clipsInside(last));
        List<ItemId> accepted = transactions.write(transaction -> {
            transaction.pauses.shift(step.from(), step.to(), step.millis());
            return transaction.items.after(last);
        });
        Bulk bulk = new Bulk(transactions);
        bulk.apply(accepted, (transaction, row) -> {
            Clip clip = row.item().clip();
            Instant acceptedAt = step.corrected(row.item().acceptedAt());
            transaction.change(row, edit -> edit.times(step.corrected(clip), acceptedAt));
        });
        judgePausesAgain(bulk, inPause);
    }

    /** Of clips that were inside a pause before and are still, a person may have decided meanwhile. */
    private void judgePausesAgain(Bulk bulk, Set<ItemId> before) throws QueueException {
        Set<ItemId> now = transactions.read(transaction -> transaction.pauses.clipsInside(last));
        List<ItemId> held = transactions.order().all(entry -> entry.id() > last.value() && (entry.holds() & Hold.CHANNEL_PAUSED.bit()) != 0);
        bulk.apply(now.stream().filter(id -> !before.contains(id)).toList(), (transaction, row) -> new Holds(transaction).madeInPause(row, true));
        bulk.apply(held.stream().filter(id -> !now.contains(id)).toList(), (transaction, row) -> new Holds(transaction).madeInPause(row, false));
    }

    /** A sighting that could not be handed over at once may have the time of a clock that was wrong. */
    PauseSighting corrected(PauseSighting seen) throws QueueException {
        checkClock();
        return new PauseSighting(seen.projectId(), seen.device(), seen.channels(), watch.corrected(Row.millis(seen.at())));
    }

    /** The clip as it is stored: whole milliseconds, an absolute path, and no time of a clock that was wrong. */
    Clip corrected(Clip clip, int priority) throws QueueException {
        checkClock();
        return new Clip(clip.path().toAbsolutePath(), clip.name(), clip.sizeBytes(), Row.millis(clip.modifiedAt()), clip.fingerprint(), clip.contentPrint(),
                watch.corrected(Row.millis(clip.createdAt())), clip.source(), clip.channel(), priority, clip.ownTime());
    }
}
