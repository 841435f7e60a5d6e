package io.rushline.network.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The network at one moment.
 *
 * @param links     all interfaces but loopback
 * @param reach     whether the cloud answers
 * @param trouble   one sentence that says what is wrong and what to do; empty while the cloud answers
 * @param checkedAt when the cloud was last asked; empty before the first time
 */
public record NetworkStatus(List<Link> links, Reach reach, Optional<String> trouble, Optional<Instant> checkedAt) {
    public NetworkStatus {
        links = List.copyOf(links);
    }
}
