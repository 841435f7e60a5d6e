package io.rushline.network;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Knocks at the cloud's door without TLS, which is what captive portals answer in its place: a redirect to their own host, a page, or RFC 6585's 511. Sends
 * nothing but the host's name, believes nothing that comes back. Blocks for some seconds.
 */
final class PortalProbe {

    private static final int LIMIT_MILLIS = 4_000;
    private static final int SIGN_IN_REQUIRED = 511;
    private static final Set<String> PAGES = Set.of("http", "https");

    private PortalProbe() {
    }

    /** Where the sign-in is wanted; empty where no portal answers. */
    static Optional<URI> ask(String host) {
        return ask(host, 80);
    }

    static Optional<URI> ask(String host, int port) {
        try {
            URI door = new URI("http", null, host, port == 80 ? -1 : port, "/health", null, null);
            HttpURLConnection connection = (HttpURLConnection) door.toURL().openConnection(Proxy.NO_PROXY);
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            try {
                return portal(door, connection.getResponseCode(), connection.getHeaderField("Location"), connection.getContentType());
            } finally {
                connection.disconnect();
            }
        } catch (IOException | URISyntaxException | IllegalArgumentException noPortal) {
            return Optional.empty();
        }
    }

    private static Optional<URI> portal(URI door, int status, String location, String type) {
        if (status >= 300 && status < 400 && location != null) {
            return elsewhere(door, location);
        }
        boolean page = status == 200 && type != null && type.toLowerCase(Locale.ROOT).startsWith("text/html");
        return page || status == SIGN_IN_REQUIRED ? Optional.of(door) : Optional.empty();
    }

    /** The door itself, which leads there, where the address is one that only browsers understand. */
    private static Optional<URI> elsewhere(URI door, String location) {
        URI page;
        try {
            page = door.resolve(new URI(location));
        } catch (URISyntaxException loose) {
            return Optional.of(door);
        }
        if (!PAGES.contains(page.getScheme().toLowerCase(Locale.ROOT)) || door.getHost().equalsIgnoreCase(page.getHost())) {
            return Optional.empty();
        }
        return Optional.of(page.getHost() == null ? door : page);
    }
}
