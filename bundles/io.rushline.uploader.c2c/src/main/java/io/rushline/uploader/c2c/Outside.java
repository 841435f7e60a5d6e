package io.rushline.uploader.c2c;

import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * All that the uploader's decisions depend on and a test can put its own in place of.
 *
 * @param clock       wall time, for what the cloud and the queue are told
 * @param nanos       for durations; any origin
 * @param sleeper     waits as long as those durations say
 * @param chance      for jitter; used on the engine's thread only
 * @param memoryTight little is left of it
 */
record Outside(Services services, Disk disk, Clock clock, LongSupplier nanos, Throttle.Sleeper sleeper, RandomGenerator chance, Alarm alarm,
        BooleanSupplier memoryTight) {
}
