package io.rushline.media.api;

import java.time.Instant;
import java.util.Optional;

/**
 * What is inside a clip.
 *
 * @param createdAt when it was recorded, as its container says; empty where it does not, or says something that cannot be
 */
public record MediaFacts(Optional<Instant> createdAt) {
}
