package io.rushline.console.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Makes who guesses passwords wait: nothing for the first three tries of an address, then twice as long each time, up to five minutes. Any thread. */
final class LoginThrottle {

    private static final int FREE_TRIES = 3;
    private static final int MAX_ADDRESSES = 1_000;
    private static final long LONGEST_SECONDS = 300;

    private record Tries(int count, long blockedUntilNanos) {
    }

    private final LongSupplier nanoTime;
    private final Map<String, Tries> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    LoginThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * A try begins, and counts as failed until {@link #succeeded}: tries made at the same time cannot slip through.
     *
     * @return how long to wait first; zero: go on
     */
    synchronized Duration begin(String address) {
        long now = nanoTime.getAsLong();
        Tries before = byAddress.getOrDefault(address, new Tries(0, now));
        long left = before.blockedUntilNanos() - now;
        if (left > 0) {
            return Duration.ofNanos(left);
        }
        int count = before.count() + 1;
        long seconds = count < FREE_TRIES ? 0 : Math.min(LONGEST_SECONDS, 1L << Math.min(count - FREE_TRIES, 10));
        byAddress.put(address, new Tries(count, now + Duration.ofSeconds(seconds).toNanos()));
        return Duration.ZERO;
    }

    synchronized void succeeded(String address) {
        byAddress.remove(address);
    }
}
