package io.rushline.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** How the cloud has been told to misbehave. Any thread; forgotten at a restart. */
final class Faults {

    /**
     * All that can be set; null leaves it as the protocol says.
     *
     * @param latencyMillis       before each answer of the simulated surfaces
     * @param bytesPerSecond      shared by all PUTs
     * @param status              answers in place of the right ones
     * @param drop                PUTs that are cut off
     * @param accessTokenSeconds  lifetime of access tokens issued from now on
     * @param refreshTokenSeconds the same of refresh tokens
     */
    record Plan(Long latencyMillis, Long bytesPerSecond, List<StatusFault> status, Drop drop, Long accessTokenSeconds, Long refreshTokenSeconds) {
        static final Plan NONE = new Plan(null, null, List.of(), null, null, null);

        Plan with(List<StatusFault> status, Drop drop) {
            return new Plan(latencyMillis, bytesPerSecond, List.copyOf(status), drop, accessTokenSeconds, refreshTokenSeconds);
        }
    }

    /** The next {@code count} calls whose path begins with {@code path} are answered with {@code code}. */
    record StatusFault(String path, int code, long count, Long retryAfterSeconds) {
        StatusFault once() {
            return new StatusFault(path, code, count - 1, retryAfterSeconds);
        }
    }

    /** The next {@code count} PUTs are cut off when this many bytes of their body have come. */
    record Drop(long afterBytes, long count) { }

    private static final Duration ACCESS_TOKEN = Duration.ofHours(8);
    private static final Duration REFRESH_TOKEN = Duration.ofDays(14);

    private Plan plan = Plan.NONE;
    private long caused;
    private long nextFreeNanos = System.nanoTime();

    /** Changes what the request names and leaves the rest as it is. */
    synchronized Plan set(JsonFields change) throws Refusal {
        List<StatusFault> status = plan.status();
        if (change.has("status")) {
            status = new ArrayList<>();
            for (JsonFields one : change.objects("status")) {
                status.add(new StatusFault(one.text("path"), (int) one.number("code", 400, 599),
                        one.optionalNumber("count", 1, Integer.MAX_VALUE).orElse(1),
                        boxed(one.optionalNumber("retryAfterSeconds", 0, 86_400), null)));
            }
        }
        Drop drop = plan.drop();
        if (change.has("drop")) {
            JsonFields one = change.object("drop");
            drop = new Drop(one.number("afterBytes", 0, Long.MAX_VALUE), one.optionalNumber("count", 1, Integer.MAX_VALUE).orElse(1));
        }
        plan = new Plan(boxed(change.optionalNumber("latencyMillis", 0, 600_000), plan.latencyMillis()),
                boxed(change.optionalNumber("bytesPerSecond", 1, Long.MAX_VALUE), plan.bytesPerSecond()),
                List.copyOf(status), drop,
                boxed(change.optionalNumber("accessTokenSeconds", 0, 1L << 31), plan.accessTokenSeconds()),
                boxed(change.optionalNumber("refreshTokenSeconds", 0, 1L << 31), plan.refreshTokenSeconds()));
        return plan;
    }

    synchronized void clear() {
        plan = Plan.NONE;
    }

    synchronized Plan plan() {
        return plan;
    }

    /** How many calls and PUTs were spoilt so far. */
    synchronized long caused() {
        return caused;
    }

    Duration accessTokenLifetime() {
        Long seconds = plan().accessTokenSeconds();
        return seconds == null ? ACCESS_TOKEN : Duration.ofSeconds(seconds);
    }

    Duration refreshTokenLifetime() {
        Long seconds = plan().refreshTokenSeconds();
        return seconds == null ? REFRESH_TOKEN : Duration.ofSeconds(seconds);
    }

    void delay() throws InterruptedException {
        Long millis = plan().latencyMillis();
        if (millis != null) {
            Thread.sleep(millis);
        }
    }

    /** Refuses the call if a fault is due for it. */
    synchronized void beforeCall(String path, Surface surface) throws Refusal {
        StatusFault due = plan.status().stream().filter(fault -> path.startsWith(fault.path())).findFirst().orElse(null);
        if (due == null) {
            return;
        }
        List<StatusFault> left = new ArrayList<>(plan.status());
        left.replaceAll(fault -> fault == due ? fault.once() : fault);
        left.removeIf(fault -> fault.count() == 0);
        plan = plan.with(left, plan.drop());
        caused++;
        Refusal refusal = surface.refuse(due.code(), "The simulator was told to answer this").ordinary();
        throw due.retryAfterSeconds() == null ? refusal : refusal.with("Retry-After", due.retryAfterSeconds().toString());
    }

    /** After how many bytes the PUT that begins now is to be cut off. */
    synchronized OptionalLong takeDrop() {
        Drop drop = plan.drop();
        if (drop == null) {
            return OptionalLong.empty();
        }
        Drop left = drop.count() == 1 ? null : new Drop(drop.afterBytes(), drop.count() - 1);
        plan = plan.with(plan.status(), left);
        caused++;
        return OptionalLong.of(drop.afterBytes());
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

    private static Long boxed(OptionalLong value, Long otherwise) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : otherwise;
    }
}
