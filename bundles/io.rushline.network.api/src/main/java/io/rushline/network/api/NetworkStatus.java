package io.rushline.network.api;

import java.time.Duration;
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
 * @param clockAhead by how much this device's clock is ahead of the cloud's (RFC 9110, 6.6.1: {@code Date}), to the second; empty while the cloud
 *                  has not told
 */
public record NetworkStatus(List<Link> links, Reach reach, Optional<String> trouble, Optional<Instant> checkedAt,
        Optional<Duration> clockAhead) {
    public NetworkStatus {
        links = List.copyOf(links);
    }

    /** Of a cloud that has told no time. */
    public NetworkStatus(List<Link> links, Reach reach, Optional<String> trouble, Optional<Instant> checkedAt) {
        this(links, reach, trouble, checkedAt, Optional.empty());
    }

    /** Whether new connections cost money by the byte: a link that is main tells; where none is, they do if they would on each that is up. Empty while none is. */
    public Optional<Boolean> metered() {
        List<Link> up = links.stream().filter(link -> link.up() && !link.addresses().isEmpty()).toList();
        List<Link> main = up.stream().filter(Link::main).toList();
        return up.isEmpty() ? Optional.empty() : Optional.of(main.isEmpty() ? up.stream().allMatch(Link::metered) : main.stream().anyMatch(Link::metered));
    }
}
