package io.rushline.network.api;

import java.time.Duration;
import java.time.Instant;

/**
 * The last time that the cloud answered a question whether it is there.
 *
 * @param at        by this device's clock
 * @param roundTrip of a small request and its answer, over a connection that stands
 */
public record Contact(Instant at, Duration roundTrip) {
}
