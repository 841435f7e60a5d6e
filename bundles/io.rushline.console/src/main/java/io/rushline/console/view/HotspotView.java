package io.rushline.console.view;

import io.rushline.network.api.Hotspot;

/**
 * How a person gets to this device over its own Wi-Fi ({@code NetworkHotspot} in openapi.json).
 *
 * @param console address of the console there
 */
public record HotspotView(String link, String ssid, String password, String address, String console, String joinText) {

    public static HotspotView of(Hotspot.Door door, int port) {
        String address = door.address().getHostAddress();
        return new HotspotView(door.link(), door.ssid(), door.password(), address, "http://" + address + ":" + port + "/", door.joinText());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "HotspotView of " + ssid + " at " + console;
    }
}
