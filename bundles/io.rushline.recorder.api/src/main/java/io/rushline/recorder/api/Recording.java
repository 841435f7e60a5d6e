package io.rushline.recorder.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A recording, from its start on.
 *
 * @param recorder  which recorder makes it, for people
 * @param channel   0-based recording input
 * @param file      where it grows
 * @param startedAt when it began, by this device's clock
 * @param timecode  of its first frame, {@code 10:00:00:00}; empty where there is none
 */
public record Recording(String recorder, int channel, Path file, Instant startedAt, Optional<String> timecode) {
}
