package io.rushline.recorder.api;

import java.util.Optional;

/**
 * A recorder at one moment.
 *
 * @param name      for people: {@code SDI 1}
 * @param channel   0-based recording input, as the cloud counts them
 * @param recording what it records now
 * @param trouble   why it cannot record, and what to do; empty when all is well
 */
public record RecorderStatus(String name, int channel, Optional<Recording> recording, Optional<String> trouble) {
}
