package io.rushline.uploader.c2c;

import io.rushline.queue.api.Action;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Puts postponed clips back in line before their time: when the network has changed, and when the clock was set back, by which they would wait as
 * much longer. Engine's thread only.
 */
final class Postponed {

    private static final System.Logger LOG = System.getLogger(Postponed.class.getName());
    private static final Duration JUMP = Duration.ofSeconds(10);

    private final Tools tools;
    private Long offsetNanos;

    Postponed(Tools tools) {
        this.tools = tools;
    }

    void networkChanged() {
        if (!tools.outside().services().networkDown()) {
            tools.outside().services().queue().ifPresent(queue -> FailureTable.networkCodes().forEach(code -> again(queue, Optional.of(code))));
        }
    }

    /** Looks at the clock; true where it was set. */
    boolean clockWasSet() {
        long offset = Duration.ofMillis(tools.outside().clock().millis()).toNanos() - tools.now();
        long by = offsetNanos == null ? 0 : offset - offsetNanos;
        offsetNanos = offset;
        if (by < -JUMP.toNanos()) {
            tools.outside().services().queue().ifPresent(queue -> again(queue, Optional.empty()));
        }
        return Math.abs(by) > JUMP.toNanos();
    }

    private void again(UploadQueue queue, Optional<String> reason) {
        tools.jobs().start(Job.Kind.QUEUE, () -> queue.apply(Action.RETRY,
                new Selection.Matching(Set.of(ItemState.RETRYING), "", reason, Optional.empty())), outcome -> {
            if (outcome.error() instanceof QueueException e) {
                LOG.log(System.Logger.Level.DEBUG, "Postponed clips wait for their time: {0}", e.getMessage());
            } else if (!outcome.ok()) {
                LOG.log(System.Logger.Level.DEBUG, "Postponed clips wait for their time", outcome.error());
            }
        });
    }
}
