package io.rushline.network.api;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** How a link gets its IPv4 address. IPv6 configures itself. */
public sealed interface Addressing {

    /** The network says which (RFC 2131). */
    record Dhcp() implements Addressing { }

    /**
     * Set by a person.
     *
     * @param address IPv4
     * @param prefix  length of the network's part, 1 to 31 bits: {@code 24} is {@code 255.255.255.0}
     * @param gateway inside the network; empty: this network leads nowhere else
     * @param dns     name servers, the first one asked first
     */
    record Manual(InetAddress address, int prefix, Optional<InetAddress> gateway, List<InetAddress> dns) implements Addressing {
        public Manual {
            dns = List.copyOf(dns);
        }
    }
}
