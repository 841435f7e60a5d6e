package io.rushline.network.api;

import java.net.InetAddress;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * This device's own Wi-Fi, by which a person reaches the console where there is no network. Any thread; what throws blocks, at most 90 s.
 */
@ProviderType
public interface Hotspot {

    /**
     * Opens it, until somebody closes it, the device joins a network on the same radio, or starts anew. Does nothing where it is open.
     *
     * @throws NetworkException {@code NO_RADIO}, {@code NO_CARRIER}, {@code BUSY}, {@code UNAVAILABLE}, …
     */
    Door open() throws NetworkException;

    /** Closes it; it does not open by itself before there was a network, or another start. Does nothing where it is closed. */
    void close() throws NetworkException;

    /** How it is joined; empty while it is closed. Never blocks. */
    Optional<Door> door();

    /**
     * From now on it is joined with this password; where it is open, who is in it has to join again.
     *
     * @param password 8 to 63 printable ASCII characters
     * @throws NetworkException {@code BAD_SETTINGS}; FAILED where it cannot be kept
     */
    void setPassword(Secret password) throws NetworkException;

    /**
     * What a person needs to join.
     *
     * @param link     the interface that is the access point
     * @param ssid     its name
     * @param password a secret
     * @param address  of this device in it
     * @param joinText what a QR code says to a phone: {@code WIFI:T:WPA;S:…;P:…;;}
     */
    record Door(String link, String ssid, String password, InetAddress address, String joinText) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Door of " + ssid + " on " + link + " at " + address.getHostAddress();
        }
    }
}
