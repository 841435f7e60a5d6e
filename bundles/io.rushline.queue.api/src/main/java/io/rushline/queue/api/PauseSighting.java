package io.rushline.queue.api;

import java.time.Instant;
import java.util.Set;

/**
 * What the cloud said of pauses at one moment (C2C guide, Pausing; protocol section 8).
 *
 * @param projectId of which project
 * @param device    the whole device is paused
 * @param channels  the channels that are paused, 0-based; all others are not
 * @param at        when it was said, by this device's clock
 */
public record PauseSighting(String projectId, boolean device, Set<Integer> channels, Instant at) {
    public PauseSighting {
        channels = Set.copyOf(channels);
    }
}
