package io.rushline.modules.repository;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings, checked.
 *
 * @param index      with its channel; empty: no repository
 * @param checkEvery empty: only when asked
 * @param media      absolute folders
 */
record Policy(Optional<URI> index, String channel, Optional<Duration> checkEvery, Optional<Path> trust, int pieceBytes, long behindUploadsBitsPerSecond, long limitBitsPerSecond,
        boolean allowMetered, List<Path> media, boolean installFromMedia) {

    private static final long LEAST_BITS = 16_000;
    private static final int LEAST_PIECE = 65_536;
    private static final int MOST_PIECE = 67_108_864;
    private static final int MOST_HOURS = 8_760;
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    Policy {
        media = List.copyOf(media);
    }

    /** @throws IllegalArgumentException naming the setting, and what it must be */
    static Policy of(Settings settings, Path home) {
        String channel = settings.channel().strip();
        check(CHANNEL.matcher(channel).matches(), "channel must be 1 to 32 letters, digits, dots, dashes or underscores");
        check(settings.checkHours() >= 0 && settings.checkHours() <= MOST_HOURS, "checkHours must be 0 to " + MOST_HOURS);
        check(settings.pieceBytes() >= LEAST_PIECE && settings.pieceBytes() <= MOST_PIECE, "pieceBytes must be " + LEAST_PIECE + " to " + MOST_PIECE);
        limit("behindUploadsBitsPerSecond", settings.behindUploadsBitsPerSecond());
        limit("limitBitsPerSecond", settings.limitBitsPerSecond());
        List<Path> media = Stream.of(settings.mediaFolders().split(",")).map(String::strip).filter(name -> !name.isEmpty()).map(Path::of).toList();
        check(media.stream().allMatch(Path::isAbsolute), "mediaFolders must be absolute paths");
        return new Policy(index(settings.indexUrl().strip().replace("{channel}", channel)), channel,
                Optional.of(settings.checkHours()).filter(hours -> hours > 0).map(Duration::ofHours),
                Optional.of(settings.trustPemFile().strip()).filter(name -> !name.isEmpty()).map(home::resolve), settings.pieceBytes(), settings.behindUploadsBitsPerSecond(),
                settings.limitBitsPerSecond(), settings.allowMetered(), media, settings.installFromMedia());
    }

    /** What downloads go by while the settings cannot be used: no repository, no media. */
    static Policy none() {
        return new Policy(Optional.empty(), "stable", Optional.empty(), Optional.empty(), 1_048_576, 1_000_000, 0, false, List.of(), false);
    }

    /** Without what may be a secret in it. */
    static String shown(URI address) {
        return address.getScheme() + "://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort()) + address.getRawPath();
    }

    private static Optional<URI> index(String address) {
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(address);
            check("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null,
                    "indexUrl must be https://, a host and a path, without user and password");
            return Optional.of(uri);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("indexUrl is not an address", e);
        }
    }

    private static void limit(String name, long bits) {
        check(bits == 0 || bits >= LEAST_BITS, name + " must be 0, or " + LEAST_BITS + " and more");
    }

    private static void check(boolean good, String sentence) {
        if (!good) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
