package io.rushline.network.api;

import java.time.Instant;
import java.util.Optional;

/**
 * A known network. Its secrets stay where NetworkManager keeps them.
 *
 * @param id         stable: a UUID
 * @param name       for people
 * @param kind       of links it is for
 * @param link       the one interface it is for; empty: any of that kind
 * @param wifi       of {@link Link.Kind#WIFI} only
 * @param addressing of IPv4
 * @param autoJoin   joined by itself where it is there
 * @param preference of several that are there the highest is joined; {@code -999} to 999, 0 by default
 * @param metered    bytes cost money; empty: as the network says
 * @param activeOn   the interface that is in it
 * @param lastUsed   when it last came up
 */
public record Profile(String id, String name, Link.Kind kind, Optional<String> link, Optional<Wifi> wifi, Addressing addressing, boolean autoJoin,
        int preference, Optional<Boolean> metered, Optional<String> activeOn, Optional<Instant> lastUsed) {

    /**
     * What a person wants a profile to be.
     *
     * @param id     of the profile that is changed; empty: a new one
     * @param name   not empty
     * @param login  empty: as it was; a new Wi-Fi that is not open needs one
     */
    public record Draft(Optional<String> id, String name, Link.Kind kind, Optional<String> link, Optional<Wifi> wifi, Optional<Login> login,
            Addressing addressing, boolean autoJoin, int preference, Optional<Boolean> metered) {
    }

    /** What a Wi-Fi wants to see. */
    public sealed interface Login {

        /**
         * WPA2-PSK and WPA3-SAE.
         *
         * @param passphrase 8 to 63 characters, or 64 hexadecimal digits; of WPA3 alone 1 to 63 characters
         */
        record Passphrase(Secret passphrase) implements Login { }

        /**
         * PEAP with MSCHAPv2.
         *
         * @param anonymous the name that is sent in the clear; empty: {@code identity}
         * @param caPem     certificates the network's server must show; empty: any, with a warning
         */
        record Password(String identity, Optional<String> anonymous, Secret password, Optional<String> caPem) implements Login { }

        /** EAP-TLS: a certificate and its key, both PEM, the key encrypted with the password or not at all. */
        record Certificate(String identity, String certificatePem, Secret keyPem, Optional<Secret> keyPassword, Optional<String> caPem) implements Login { }
    }
}
