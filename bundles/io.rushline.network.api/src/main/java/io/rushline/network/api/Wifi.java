package io.rushline.network.api;

/**
 * A Wi-Fi to join.
 *
 * @param hidden it does not announce its name and must be asked for by it
 */
public record Wifi(Ssid ssid, Security security, boolean hidden) {

    /** How a Wi-Fi is protected. */
    public enum Security {
        /** Not at all: everybody nearby can read what is not encrypted otherwise. */
        OPEN,
        /** A passphrase (WPA2-PSK). */
        WPA2,
        /** A passphrase (WPA3-SAE). */
        WPA3,
        /** A passphrase; whichever of the two both sides can. */
        WPA2_WPA3,
        /** A user's name and password, or a certificate (WPA2/3-Enterprise). */
        ENTERPRISE,
        /** WEP, or something newer than this program: cannot be joined. */
        UNSUPPORTED
    }
}
