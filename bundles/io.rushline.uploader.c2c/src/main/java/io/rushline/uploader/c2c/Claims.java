package io.rushline.uploader.c2c;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import io.rushline.queue.api.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Takes clips over from the queue: binds it to the project, claims the next one, and knows when to ask again. Engine's thread only. */
final class Claims {

    private static final System.Logger LOG = System.getLogger(Claims.class.getName());
    /** Asked this often though nobody called: a lost event or a clock that was set must not stop anything for long. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(60);
    /** The queue's clock may be a little behind. */
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);
    private static final Selection.Matching IN_LINE = new Selection.Matching(Set.of(ItemState.WAITING, ItemState.RETRYING, ItemState.UPLOADING), "", Optional.empty(),
            Optional.empty());
    /** So many from the head of the line may be urgent. */
    private static final int LOOKED_AT = 100;
    private static final int PAGE = 1000;

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
    private boolean passedOver;

    /** What a claim gave: work, or else when there may be some, and whether any was passed over. */
    private record Next(Optional<Work> work, Optional<Instant> retryAt, boolean passedOver) {
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

    /**
     * @param urgent  which clips can be taken, asked on a worker's thread; empty: any
     * @param limited which can leave at all, wherever they stand in line, in the same way
     */
    void turn(UploadQueue queue, Project project, Set<ItemId> inHand, Optional<Predicate<Item>> urgent, Optional<Predicate<Item>> limited) {
        long now = tools.now();
        if (busy || trouble != null && askAt > now) {
            return;
        }
        if (!boundTo(queue, project) || !project.equals(boundProject)) {
            bind(queue, project);
        } else if (urgent.isEmpty() && askAt <= now) {
            Set<ItemId> taken = Set.copyOf(inHand);
            take(queue, () -> limited.isEmpty() ? next(queue, queue.claim(project.id(), taken), false) : claim(queue, project, taken, limited.get(), true),
                    () -> askAt = tools.now() + rest().toNanos());
        } else if (urgent.isPresent() && urgentAt <= now) {
            urgentAt = now + LONGEST_REST.toNanos();
            Set<ItemId> taken = Set.copyOf(inHand);
            Predicate<Item> wanted = limited.map(urgent.get()::and).orElse(urgent.get());
            take(queue, () -> claim(queue, project, taken, wanted, false), () -> { });
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

    /** Clips in line were not wanted when it was last asked. */
    boolean passedOver() {
        return passedOver;
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

    private static Next next(UploadQueue queue, Optional<Work> work, boolean passedOver) throws QueueException {
        return new Next(work, work.isEmpty() ? queue.nextRetry() : Optional.empty(), passedOver);
    }

    /** Takes the first that is wanted, past those that stand before it in line. */
    private Next claim(UploadQueue queue, Project project, Set<ItemId> taken, Predicate<Item> wanted, boolean wholeLine) throws QueueException {
        Instant now = tools.outside().clock().instant();
        Set<ItemId> passedBy = new HashSet<>(taken);
        int page = wholeLine ? PAGE : LOOKED_AT;
        Optional<Instant> soonest = Optional.empty();
        for (int offset = 0;; offset += page) {
            ItemPage line = queue.list(new ItemFilter(IN_LINE, offset, page));
            List<Item> due = line.items().stream().filter(item -> !taken.contains(item.id()))
                    .filter(item -> item.state() != ItemState.RETRYING || item.retryAt().filter(at -> !at.isAfter(now)).isPresent()).toList();
            due.stream().takeWhile(wanted.negate()).map(Item::id).forEach(passedBy::add);
            if (due.stream().anyMatch(wanted)) {
                return next(queue, queue.claim(project.id(), passedBy), true);
            }
            soonest = Stream.concat(soonest.stream(), line.items().stream().filter(wanted).flatMap(item -> item.retryAt().stream()).filter(now::isBefore))
                    .min(Comparator.naturalOrder());
            if (!wholeLine || line.items().size() < page) {
                return new Next(Optional.empty(), soonest, passedBy.size() > taken.size());
            }
        }
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
            passedOver = outcome.value().passedOver();
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
