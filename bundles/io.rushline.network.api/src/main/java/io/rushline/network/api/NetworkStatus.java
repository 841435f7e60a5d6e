package io.rushline.network.api;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

    /** Whether the cloud answers. */
    public enum Reach {
        UNKNOWN, ONLINE, OFFLINE,
        /** The network wants a sign-in first. */
        PORTAL
    }

    /**
     * An interface.
     *
     * @param name          {@code eth0}
     * @param kind          as far as it can be known
     * @param up            it has a carrier
     * @param addresses     without zone
     * @param bitsPerSecond nominal speed; empty when not known
     * @param metered       bytes cost money; a modem's do unless it is known better
     */
    public record Link(String name, Kind kind, boolean up, List<InetAddress> addresses, OptionalLong bitsPerSecond, boolean metered) {
        public Link {
            addresses = List.copyOf(addresses);
        }
    }

    /** What an interface is made of. */
    public enum Kind {
        ETHERNET, WIFI, MODEM, OTHER
    }
}
