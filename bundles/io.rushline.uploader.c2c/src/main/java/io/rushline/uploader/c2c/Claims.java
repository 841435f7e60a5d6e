package io.rushline.uploader.c2c;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import io.rushline.queue.api.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Takes clips over from the queue: binds it to the project, claims the next one, and knows when to ask again. Engine's thread only. */
final class Claims {

    private static final System.Logger LOG = System.getLogger(Claims.class.getName());
    /** Asked this often though nobody called: a lost event or a clock that was set must not stop anything for long. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(60);
    /** The queue's clock may be a little behind. */
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);
    private static final Selection.Matching IN_LINE = new Selection.Matching(Set.of(ItemState.WAITING, ItemState.RETRYING), "", Optional.empty(),
            Optional.empty());
    /** So many from the head of the line may be urgent. */
    private static final int LOOKED_AT = 100;

    private final Tools tools;
    private final Runnable bound;
    private final Consumer<Work> claimed;
    private UploadQueue boundQueue;
    private Project boundProject;
    private boolean busy;
    private long urgentAt;
    private boolean calledMeanwhile;
    private long askAt;
    private Instant retryAt;
    private Reason trouble;

    /** What a claim gave: work, or else when there may be some. */
    private record Next(Optional<Work> work, Optional<Instant> retryAt) {
    }

    /**
     * @param bound   to another project or another queue
     * @param claimed the next clip
     */
    Claims(Tools tools, Runnable bound, Consumer<Work> claimed) {
        this.tools = tools;
        this.bound = bound;
        this.claimed = claimed;
    }

    /** Whatever the project is called now. */
    boolean boundTo(UploadQueue queue, Project project) {
        return boundQueue == queue && boundProject != null && project.id().equals(boundProject.id());
    }

    /** @param urgent which clips can be taken, asked on a worker's thread; empty: any */
    void turn(UploadQueue queue, Project project, Set<ItemId> inHand, Optional<Predicate<Item>> urgent) {
        long now = tools.now();
        if (busy || trouble != null && askAt > now) {
            return;
        }
        if (!boundTo(queue, project) || !project.equals(boundProject)) {
            bind(queue, project);
        } else if (urgent.isEmpty() && askAt <= now) {
            Set<ItemId> taken = Set.copyOf(inHand);
            take(queue, () -> next(queue, queue.claim(project.id(), taken)), () -> askAt = tools.now() + rest().toNanos());
        } else if (urgent.isPresent() && urgentAt <= now) {
            urgentAt = now + LONGEST_REST.toNanos();
            Set<ItemId> taken = Set.copyOf(inHand);
            take(queue, () -> next(queue, claim(queue, project, taken, urgent.get())), () -> { });
        }
    }

    /** There may be something urgent to claim. */
    void wakeForUrgent() {
        urgentAt = 0;
    }

    /** There may be something to claim. */
    void wake() {
        calledMeanwhile = true;
        askAt = 0;
    }

    /** When to take a turn without being told. */
    long wakeAt() {
        return busy ? Long.MAX_VALUE : askAt;
    }

    /** When the first postponed clip is due, if nothing else is in line. */
    Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }

    /** Why the queue gives nothing. */
    Optional<Reason> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void bind(UploadQueue queue, Project project) {
        busy = true;
        tools.jobs().start(Job.Kind.QUEUE, () -> {
            queue.bind(project);
            return null;
        }, outcome -> {
            busy = false;
            if (!outcome.ok()) {
                later(queue, outcome.error());
                return;
            }
            trouble = null;
            boolean renamed = boundTo(queue, project);
            boundQueue = queue;
            boundProject = project;
            if (!renamed) {
                wake();
                wakeForUrgent();
                bound.run();
            }
        });
    }

    private static Next next(UploadQueue queue, Optional<Work> work) throws QueueException {
        return new Next(work, work.isEmpty() ? queue.nextRetry() : Optional.empty());
    }

    /** Takes the first that is urgent, past those that stand before it in line. */
    private Optional<Work> claim(UploadQueue queue, Project project, Set<ItemId> taken, Predicate<Item> urgent) throws QueueException {
        Instant now = tools.outside().clock().instant();
        List<Item> line = queue.list(new ItemFilter(IN_LINE, 0, LOOKED_AT)).items().stream()
                .filter(item -> item.state() == ItemState.WAITING || item.retryAt().filter(at -> !at.isAfter(now)).isPresent()).toList();
        if (line.stream().noneMatch(urgent)) {
            return Optional.empty();
        }
        Set<ItemId> passedBy = line.stream().takeWhile(urgent.negate()).map(Item::id).collect(Collectors.toSet());
        passedBy.addAll(taken);
        return queue.claim(project.id(), passedBy);
    }

    /** @param none what to do where there is none, and nobody called meanwhile */
    private void take(UploadQueue queue, Callable<Next> how, Runnable none) {
        busy = true;
        calledMeanwhile = false;
        tools.jobs().start(Job.Kind.QUEUE, how, outcome -> {
            busy = false;
            if (!outcome.ok()) {
                later(queue, outcome.error());
                return;
            }
            trouble = null;
            retryAt = outcome.value().retryAt().orElse(null);
            if (outcome.value().work().isPresent()) {
                wake();
                wakeForUrgent();
                claimed.accept(outcome.value().work().get());
            } else if (!calledMeanwhile) {
                none.run();
            }
        });
    }

    private Duration rest() {
        if (retryAt == null) {
            return LONGEST_REST;
        }
        long millis = Duration.between(tools.outside().clock().instant(), retryAt).toMillis() + 1;
        return Duration.ofMillis(Math.max(SHORTEST_REST.toMillis(), Math.min(millis, LONGEST_REST.toMillis())));
    }

    private void later(UploadQueue queue, Throwable error) {
        if (tools.outside().services().queue().filter(q -> q == queue).isEmpty()) {
            return;
        }
        if (trouble == null) {
            Ledger.warn(LOG, "The queue gives nothing and is asked again until it does", error);
        }
        trouble = Ledger.troubleOf(error);
        askAt = tools.now() + AFTER_TROUBLE.toNanos();
    }
}
