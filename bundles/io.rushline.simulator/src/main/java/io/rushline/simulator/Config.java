package io.rushline.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Checked settings.
 *
 * @param home   where {@code trust.pem} and {@code run/simulator.json} go
 * @param folder where everything else is kept
 */
record Config(Path home, Path folder, String host, int port, Set<String> clientSecrets, Duration pollInterval, Duration codeLifetime, int channels) {

    Config {
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535, not " + port);
        require(!host.isBlank(), "host must not be empty");
        require(!clientSecrets.isEmpty() && clientSecrets.stream().noneMatch(String::isBlank), "clientSecrets must hold at least one, none empty");
        require(pollInterval.toSeconds() >= 1, "pollIntervalSeconds must be at least 1, not " + pollInterval.toSeconds());
        require(codeLifetime.toSeconds() >= 1, "codeLifetimeSeconds must be at least 1, not " + codeLifetime.toSeconds());
        require(channels >= 1, "channels must be at least 1, not " + channels);
    }

    static Config of(Path home, Settings settings) {
        return new Config(home, home.resolve(settings.folder()).normalize(), settings.host(), settings.port(),
                Set.copyOf(List.of(settings.clientSecrets())), Duration.ofSeconds(settings.pollIntervalSeconds()),
                Duration.ofSeconds(settings.codeLifetimeSeconds()), settings.channels());
    }

    /** Without the client secrets. */
    @Override
    public String toString() {
        return "Config[" + folder + ", " + host + ":" + port + "]";
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("Simulator: " + otherwise);
        }
    }
}
