package io.rushline.simulator;

import io.rushline.simulator.FaultPlan.Drop;
import io.rushline.simulator.FaultPlan.RawAnswer;
import io.rushline.simulator.FaultPlan.S3Fault;
import io.rushline.simulator.FaultPlan.StatusFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/** Misbehaves as the {@link FaultPlan} says, and keeps count. Any thread; forgotten at a restart. */
final class Faults {

    private static final Duration ACCESS_TOKEN = Duration.ofHours(8);
    private static final Duration REFRESH_TOKEN = Duration.ofDays(14);
    private static final Duration UPLOAD_URL = Duration.ofDays(1);
    private static final Duration SOCKET_SILENCE = Duration.ofSeconds(60);
    /** Amazon S3, error responses: "The difference between the request time and the server's time is too large." */
    private static final long MOST_SKEW_SECONDS = 900;

    private FaultPlan plan = FaultPlan.NONE;
    private long caused;
    private long nextFreeNanos = System.nanoTime();

    /** Changes what the request names and leaves the rest as it is. */
    synchronized FaultPlan set(JsonFields change) throws Refusal {
        plan = plan.changed(change);
        return plan;
    }

    synchronized void clear() {
        plan = FaultPlan.NONE;
    }

    synchronized FaultPlan plan() {
        return plan;
    }

    /** How many calls and PUTs were spoilt so far. */
    synchronized long caused() {
        return caused;
    }

    Duration accessTokenLifetime() {
        return seconds(plan().accessTokenSeconds(), ACCESS_TOKEN);
    }

    Duration refreshTokenLifetime() {
        return seconds(plan().refreshTokenSeconds(), REFRESH_TOKEN);
    }

    Duration urlLifetime() {
        return seconds(plan().urlSeconds(), UPLOAD_URL);
    }

    Duration socketSilence() {
        return seconds(plan().socketSilenceSeconds(), SOCKET_SILENCE);
    }

    /** How far the cloud's clock is off; empty: it is right. */
    Optional<Duration> clockSkew() {
        return Optional.ofNullable(plan().clockSkewSeconds()).map(Duration::ofSeconds);
    }

    void delay() throws InterruptedException {
        Long millis = plan().latencyMillis();
        if (millis != null) {
            Thread.sleep(millis);
        }
    }

    /** Refuses the call if a fault is due for it. */
    synchronized void beforeCall(String path, Surface surface) throws Refusal {
        StatusFault due = first(plan.status(), fault -> path.startsWith(fault.path()));
        if (due == null) {
            return;
        }
        plan = plan.status(used(plan.status(), due, StatusFault::once, fault -> fault.count() == 0));
        caused++;
        Refusal refusal = surface.refuse(due.code(), "The simulator was told to answer this").ordinary();
        throw due.retryAfterSeconds() == null ? refusal : refusal.with("Retry-After", due.retryAfterSeconds().toString());
    }

    /** What is to be answered in place of the right answer. */
    synchronized Optional<RawAnswer> takeAnswer(String path) {
        RawAnswer due = first(plan.answers(), answer -> path.startsWith(answer.path()));
        if (due != null) {
            plan = plan.answers(used(plan.answers(), due, RawAnswer::once, answer -> answer.count() == 0));
            caused++;
        }
        return Optional.ofNullable(due);
    }

    /** Refuses a PUT if that is due. */
    synchronized void beforePut() throws Refusal {
        if (plan.clockSkewSeconds() != null && Math.abs(plan.clockSkewSeconds()) > MOST_SKEW_SECONDS) {
            caused++;
            throw Refusal.s3(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.").ordinary();
        }
        S3Fault due = plan.s3();
        if (due != null) {
            plan = plan.s3(due.count() == 1 ? null : new S3Fault(due.code(), due.status(), due.count() - 1, due.message()));
            caused++;
            throw Refusal.s3(due.status(), due.code(), due.message()).ordinary();
        }
    }

    /** After how many bytes the PUT that begins now is to be cut off. */
    synchronized OptionalLong takeDrop() {
        Drop drop = plan.drop();
        if (drop == null) {
            return OptionalLong.empty();
        }
        plan = plan.drop(drop.count() == 1 ? null : new Drop(drop.afterBytes(), drop.count() - 1));
        caused++;
        return OptionalLong.of(drop.afterBytes());
    }

    /** Refuses a socket where there shall be none. */
    synchronized void beforeSocket() throws Refusal {
        if (Boolean.TRUE.equals(plan.socketOff())) {
            caused++;
            throw Refusal.api(403, "The simulator was told to have no live socket").ordinary();
        }
    }

    /** Waits as long as these bytes would take on the line. */
    void pace(int bytes) throws InterruptedException {
        long wait;
        synchronized (this) {
            if (plan.bytesPerSecond() == null) {
                return;
            }
            long now = System.nanoTime();
            nextFreeNanos = Math.max(now, nextFreeNanos) + bytes * 1_000_000_000L / plan.bytesPerSecond();
            wait = nextFreeNanos - now;
        }
        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
    }

    private static <T> T first(List<T> all, Predicate<T> due) {
        return all.stream().filter(due).findFirst().orElse(null);
    }

    private static <T> List<T> used(List<T> all, T due, Function<T, T> once, Predicate<T> spent) {
        List<T> left = new ArrayList<>(all);
        left.replaceAll(one -> one == due ? once.apply(one) : one);
        left.removeIf(spent);
        return left;
    }

    private static Duration seconds(Long told, Duration otherwise) {
        return told == null ? otherwise : Duration.ofSeconds(told);
    }
}
