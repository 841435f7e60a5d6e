package io.rushline.network.api;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * An interface. What its source cannot know is empty.
 *
 * @param name            {@code eth0}
 * @param kind            as far as it can be known
 * @param state           what it is doing
 * @param addresses       without zone; the one that others see first
 * @param bitsPerSecond   nominal speed
 * @param metered         bytes cost money; a modem's do unless it is known better
 * @param main            new connections go out here
 * @param profile         id of the {@link Profile} in force
 * @param network         its name, or that of the Wi-Fi
 * @param signalPercent   of a radio, 0 to 100
 * @param gateway         the next hop to everywhere
 * @param dns             name servers, the first one asked first
 * @param hardwareAddress {@code 02:00:00:00:01:00}
 * @param reach           whether the internet answers over this link
 * @param trouble         one sentence: what is wrong with this link, and what to do
 * @param ownWay          connections from its addresses leave by it, whichever link is the main one
 */
public record Link(String name, Kind kind, State state, List<InetAddress> addresses, OptionalLong bitsPerSecond, boolean metered, boolean main,
        Optional<String> profile, Optional<String> network, OptionalInt signalPercent, Optional<InetAddress> gateway, List<InetAddress> dns,
        Optional<String> hardwareAddress, Reach reach, Optional<String> trouble, boolean ownWay) {
    public Link {
        addresses = List.copyOf(addresses);
        dns = List.copyOf(dns);
    }

    /** One of which nothing else is known. */
    public Link(String name, Kind kind, State state, List<InetAddress> addresses, OptionalLong bitsPerSecond, boolean metered) {
        this(name, kind, state, addresses, bitsPerSecond, metered, false, Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty(), List.of(),
                Optional.empty(), Reach.UNKNOWN, Optional.empty(), false);
    }

    /** It can carry bytes, as far as is known. */
    public boolean up() {
        return state == State.CONNECTED || state == State.UNMANAGED && !addresses.isEmpty();
    }

    /** What an interface is made of. */
    public enum Kind {
        ETHERNET, WIFI, MODEM, BOND, BRIDGE,
        /** A phone at the USB plug that shares its network. */
        TETHERING, OTHER
    }

    /** What an interface is doing. */
    public enum State {
        /** No cable, or a radio that is off. */
        UNAVAILABLE,
        /** It could join a network and has none. */
        DISCONNECTED,
        /** Joining, or waiting for an address. */
        CONNECTING, CONNECTED,
        /** It is an access point itself: others join it to reach this device, and it leads nowhere. */
        HOTSPOT,
        /** The last try to join failed: {@link Link#trouble} says why. */
        FAILED,
        /** Somebody else looks after it, so that nothing is known but its addresses. */
        UNMANAGED
    }
}
