package io.rushline.network.api;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The network at one moment.
 *
 * @param links     all interfaces but loopback
 * @param reach     whether the cloud answers
 * @param trouble   what is wrong and what to do, in a sentence or two; empty while the cloud answers and clips may leave
 * @param checkedAt when the cloud was last asked, by this device's clock; empty before the first time
 * @param clockAhead by how much this device's clock is ahead of the cloud's (RFC 9110, 6.6.1: {@code Date}), to the second; empty while the cloud
 *                  has not told since the clock was last set
 * @param carriers  what clips may leave by, the best one first; empty: by nothing, since somebody wished so, and {@code trouble} says it
 * @param contact   the last time that the cloud answered; empty where it never has
 * @param portal    where the network wants the sign-in, {@code http:} or {@code https:}, while {@code reach} is PORTAL and it is known; a stranger's words
 */
public record NetworkStatus(List<Link> links, Reach reach, Optional<String> trouble, Optional<Instant> checkedAt,
        Optional<Duration> clockAhead, List<Carrier> carriers, Optional<Contact> contact, Optional<URI> portal) {
    public NetworkStatus {
        links = List.copyOf(links);
        carriers = List.copyOf(carriers);
    }

    /** Of a device that the cloud has not answered yet. */
    public NetworkStatus(List<Link> links, Reach reach, Optional<String> trouble, Optional<Instant> checkedAt, Optional<Duration> clockAhead,
            List<Carrier> carriers) {
        this(links, reach, trouble, checkedAt, clockAhead, carriers, Optional.empty(), Optional.empty());
    }

    /** Of a device where nobody wished for anything. */
    public NetworkStatus(List<Link> links, Reach reach, Optional<String> trouble, Optional<Instant> checkedAt, Optional<Duration> clockAhead) {
        this(links, reach, trouble, checkedAt, clockAhead, List.of(Carrier.ANY));
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
