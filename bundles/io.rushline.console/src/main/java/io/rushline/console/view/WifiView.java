package io.rushline.console.view;

import io.rushline.network.api.Wifi;

/** A Wi-Fi's name, as people read it and as its bytes, and how it is protected ({@code Wifi} in openapi.json). */
public record WifiView(String ssid, String ssidHex, Wifi.Security security, boolean hidden) {

    static WifiView of(Wifi wifi) {
        return new WifiView(wifi.ssid().text(), wifi.ssid().hex(), wifi.security(), wifi.hidden());
    }
}
