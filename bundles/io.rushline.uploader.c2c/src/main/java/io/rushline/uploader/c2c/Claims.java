package io.rushline.uploader.c2c;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.UploadQueue;
import io.rushline.queue.api.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Takes clips over from the queue: binds it to the project, claims the next one, and knows when to ask again. Engine's thread only. */
final class Claims {

    private static final System.Logger LOG = System.getLogger(Claims.class.getName());
    /** Asked this often though nobody called: a lost event or a clock that was set must not stop anything for long. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(60);
    /** The queue's clock may be a little behind. */
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);

    private final Tools tools;
    private final Runnable bound;
    private final Consumer<Work> claimed;
    private UploadQueue boundQueue;
    private String boundProject;
    private boolean busy;
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

    boolean boundTo(UploadQueue queue, String project) {
        return boundQueue == queue && project.equals(boundProject);
    }

    /** @param room one more clip can be taken */
    void turn(UploadQueue queue, String project, Set<ItemId> inHand, boolean room) {
        if (busy || trouble != null && askAt > tools.now()) {
            return;
        }
        if (!boundTo(queue, project)) {
            bind(queue, project);
        } else if (room && askAt <= tools.now()) {
            claim(queue, project, Set.copyOf(inHand));
        }
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

    private void bind(UploadQueue queue, String project) {
        busy = true;
        tools.jobs().start(Job.Kind.QUEUE, () -> {
            queue.bind(new Project(project, project));
            return null;
        }, outcome -> {
            busy = false;
            if (!outcome.ok()) {
                later(queue, outcome.error());
                return;
            }
            trouble = null;
            boundQueue = queue;
            boundProject = project;
            wake();
            bound.run();
        });
    }

    private void claim(UploadQueue queue, String project, Set<ItemId> inHand) {
        busy = true;
        calledMeanwhile = false;
        tools.jobs().start(Job.Kind.QUEUE, () -> {
            Optional<Work> work = queue.claim(project, inHand);
            return new Next(work, work.isEmpty() ? queue.nextRetry() : Optional.empty());
        }, outcome -> {
            busy = false;
            if (!outcome.ok()) {
                later(queue, outcome.error());
                return;
            }
            trouble = null;
            retryAt = outcome.value().retryAt().orElse(null);
            askAt = tools.now() + (outcome.value().work().isPresent() || calledMeanwhile ? 0 : rest().toNanos());
            outcome.value().work().ifPresent(claimed);
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
