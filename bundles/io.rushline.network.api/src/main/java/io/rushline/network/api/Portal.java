package io.rushline.network.api;

import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The way of a person's browser to the page on which a network wants the sign-in: an HTTP proxy on this device, open for one person and only while that
 * is wanted. What it asks for leaves by the link of that network, so that the network sees this device sign in. Any thread.
 */
@ProviderType
public interface Portal {

    /**
     * Opens it. What was given out before holds no more.
     *
     * @param at   the address of this device at which it listens
     * @param from the only one that may use it
     * @throws NetworkException {@link NetworkException.Code#NO_PORTAL}; FAILED where it cannot listen there, or has ended
     */
    Door open(InetAddress at, InetAddress from) throws NetworkException;

    /** Does nothing where it is closed. */
    void close();

    /** How a browser is set up for it, while it is open. */
    Optional<Door> door();

    /**
     * What a browser has to be told.
     *
     * @param at       with {@code port}: the HTTP proxy, for {@code http:} and {@code https:}
     * @param user     it asks for, with the password
     * @param password a secret; for this time only
     * @param until    when it closes at the latest, by this device's clock
     * @param link     the name of the link that it leads to
     * @param page     what to open, where it is known; else any {@code http:} address will lead there
     */
    record Door(InetAddress at, int port, String user, String password, Instant until, String link, Optional<URI> page) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Door at " + at.getHostAddress() + ":" + port + " to " + link + " until " + until;
        }
    }
}
