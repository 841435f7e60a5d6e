package io.rushline.network.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What this device's Wi-Fi radios can do beside joining networks; offered only where NetworkManager runs. Any thread; what throws blocks, at most 90 s,
 * and is not taken while another change of the network is under way ({@link NetworkException.Code#BUSY}).
 */
@ProviderType
public interface Radios {

    /**
     * Makes a radio an access point (WPA2) that gives addresses to who joins, the one that has least to lose; one that is open already takes the new name and
     * password. Its link is a {@link Link.State#HOTSPOT}; nothing of it is kept over a restart of the system. Joining a network on that radio ends it, and
     * when that fails, or is undone, it is there again. What was in force before is in force again when it fails.
     *
     * @param name     of the Wi-Fi
     * @param password 8 to 63 printable ASCII characters
     * @return the link as it is then
     * @throws NetworkException {@code NO_RADIO}, {@code NO_CARRIER}, {@code BAD_SETTINGS}, …
     */
    Link open(Ssid name, Secret password) throws NetworkException;

    /** Does nothing where it is closed. */
    void close() throws NetworkException;

    /** By which country's rules the radios send, ISO 3166-1 alpha-2; empty: nobody has said. Never blocks. */
    Optional<String> country();

    /**
     * From now on the radios keep to that country's rules. Kept over restarts, and told to adapters that are plugged in later.
     *
     * @param country two capital letters; empty: the rules that hold everywhere
     * @throws NetworkException {@code BAD_SETTINGS}, {@code NO_SUPPLICANT}
     */
    void setCountry(Optional<String> country) throws NetworkException;
}
