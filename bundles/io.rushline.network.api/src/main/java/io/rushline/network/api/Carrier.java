package io.rushline.network.api;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A way that the parts of clips may take now.
 *
 * @param link the link's name; empty: whichever the machine takes
 * @param from connections from this address of the device leave by this link; empty: those that are bound to none do, since the link is the main one
 * @param when whether it always carries
 * @param what whether it carries everything
 */
public record Carrier(String link, Optional<InetAddress> from, When when, What what) {

    /** As the machine does by itself: where nothing is known, and nobody wished for anything else. */
    public static final Carrier ANY = new Carrier("", Optional.empty(), When.ALWAYS, What.ALL);

    /** Whether a link always carries. */
    public enum When {
        ALWAYS,
        /** Only while the others cannot keep up with what is recorded. */
        BEHIND
    }

    /** Whether a link carries everything. */
    public enum What { ALL, PROXIES }
}
