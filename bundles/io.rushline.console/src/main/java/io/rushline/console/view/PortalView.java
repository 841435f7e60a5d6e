package io.rushline.console.view;

import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Portal;
import java.net.URI;
import java.time.Instant;

/** How a browser is set up to sign in at the network ({@code NetworkPortal} in openapi.json). */
public record PortalView(String host, int port, String user, String password, Instant until, String link, String hardwareAddress, URI page) {

    public static PortalView of(Portal.Door door, NetworkStatus status) {
        return new PortalView(door.at().getHostAddress(), door.port(), door.user(), door.password(), door.until(), door.link(),
                status.links().stream().filter(link -> link.name().equals(door.link())).flatMap(link -> link.hardwareAddress().stream()).findFirst().orElse(null), door.page().orElse(null));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PortalView of " + link + " at " + host + ":" + port;
    }
}
