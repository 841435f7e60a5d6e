package io.rushline.console.view;

import io.rushline.network.api.AccessPoint;

/** A Wi-Fi that can be heard ({@code AccessPoint} in openapi.json). */
public record AccessPointView(String link, WifiView wifi, int signalPercent, int megahertz, String profile, boolean joined) {

    public static AccessPointView of(AccessPoint heard) {
        return new AccessPointView(heard.link(), WifiView.of(heard.wifi()), heard.signalPercent(), heard.megahertz(), heard.profile().orElse(null), heard.joined());
    }
}
