package io.rushline.host.api;

import java.time.Instant;

/**
 * A set that runs but is not kept yet.
 *
 * @param set       its number, one more than that of the set before; never used twice
 * @param plan      the way to it
 * @param startedAt when the switch began
 * @param deadline  when it is rolled back by itself
 */
public record Trial(long set, Plan plan, Instant startedAt, Instant deadline) {
}
