package io.rushline.fleet.hawkbit;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings, checked.
 *
 * @param server       empty: there is none
 * @param controllerId empty: the appliance's own
 * @param poll         empty: as the server says
 */
record Policy(Optional<URI> server, String tenant, Optional<String> controllerId, String authorization, Optional<Path> tokenFile, Optional<Path> trust, Optional<Duration> poll,
        boolean allowMetered, boolean askAlways) {

    static final Duration LEAST_POLL = Duration.ofSeconds(30);
    static final Duration MOST_POLL = Duration.ofDays(1);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** @throws IllegalArgumentException with a sentence for whoever set it */
    static Policy of(Settings settings, Path home) {
        check(NAME.matcher(settings.tenant().strip()).matches(), "tenant must be letters, digits, dots, dashes and underscores");
        String id = settings.controllerId().strip();
        check(id.isEmpty() || NAME.matcher(id).matches(), "controllerId must be letters, digits, dots, dashes and underscores, at most 128");
        check(settings.authorization().equals("TargetToken") || settings.authorization().equals("GatewayToken"), "authorization must be TargetToken or GatewayToken");
        check(settings.askPerson().equals("server") || settings.askPerson().equals("always"), "askPerson must be server or always");
        int seconds = settings.pollSeconds();
        check(seconds == 0 || seconds >= LEAST_POLL.toSeconds() && seconds <= MOST_POLL.toSeconds(), "pollSeconds must be 0, or 30 to 86400");
        return new Policy(server(settings.serverUrl().strip()), settings.tenant().strip(), text(id), settings.authorization(), text(settings.tokenFile().strip()).map(home::resolve),
                text(settings.trustPemFile().strip()).map(home::resolve), seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)), settings.allowMetered(),
                settings.askPerson().equals("always"));
    }

    private static Optional<URI> server(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        URI address;
        try {
            address = new URI(text.replaceAll("/+$", ""));
        } catch (java.net.URISyntaxException noAddress) {
            throw new IllegalArgumentException("serverUrl is no address", noAddress);
        }
        check("https".equalsIgnoreCase(address.getScheme()) && address.getHost() != null, "serverUrl must begin with https:// and a host");
        check(address.getRawUserInfo() == null && address.getRawQuery() == null && address.getRawFragment() == null, "serverUrl must have no user, password, query or fragment");
        return Optional.of(address);
    }

    private static Optional<String> text(String text) {
        return Optional.of(text).filter(given -> !given.isEmpty());
    }

    private static void check(boolean good, String sentence) {
        if (!good) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
