package io.rushline.network.api;

import java.util.Optional;

/**
 * A Wi-Fi that can be heard; of several access points of one network the strongest.
 *
 * @param link          the interface that hears it
 * @param signalPercent 0 to 100
 * @param megahertz     its channel
 * @param profile       id of the {@link Profile} that knows it
 * @param joined        this device is in it
 */
public record AccessPoint(String link, Wifi wifi, int signalPercent, int megahertz, Optional<String> profile, boolean joined) {
}
