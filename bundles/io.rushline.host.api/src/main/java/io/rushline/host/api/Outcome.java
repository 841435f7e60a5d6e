package io.rushline.host.api;

import java.time.Instant;

/**
 * How a trial ended without anybody asking for it.
 *
 * @param set    the number of the set that was on trial
 * @param plan   the way to it, which was gone back
 * @param at     when it ended
 * @param why    {@link ModuleException.Code#CUT} after a power cut or crash, {@link ModuleException.Code#HUNG} after its deadline, …
 * @param detail what is known beyond that, for people
 */
public record Outcome(long set, Plan plan, Instant at, ModuleException.Code why, String detail) {
}
