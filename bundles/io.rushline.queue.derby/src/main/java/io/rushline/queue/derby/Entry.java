package io.rushline.queue.derby;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;

/**
 * What is kept in memory of an item: enough to order, choose and count.
 *
 * @param place      where it stands among those of its rank: negative priority, or 0
 * @param position   lower first among equal places
 * @param projectId  null for none
 * @param reasonCode null for none
 * @param name       in lower case
 * @param holds      bits of {@link Hold}
 * @param retryAt    in milliseconds, 0 for none
 */
record Entry(long id, ItemState state, int place, long position, String projectId, String reasonCode, String name, int holds, long retryAt,
        long remainingBytes) {

    static final Comparator<Entry> ORDER = Comparator.comparingInt(Entry::place).thenComparingLong(Entry::position).thenComparingLong(Entry::id);

    static Entry of(Row row) {
        Item item = row.item();
        boolean ended = row.ended();
        return new Entry(item.id().value(), item.state(), ended ? 0 : -item.clip().priority(), ended ? row.endedNo() : item.position(),
                item.projectId().orElse(null), item.reason().map(Reason::code).orElse(null), item.clip().name().toLowerCase(Locale.ROOT),
                Hold.bits(row.holds()), item.retryAt().map(Instant::toEpochMilli).orElse(0L), row.remainingBytes());
    }

    /** 0 is under way, 1 in line, 2 ended. */
    int rank() {
        return state == ItemState.UPLOADING ? 0 : Transition.ENDED.contains(state) ? 2 : 1;
    }
}
