package io.rushline.uploader.c2c;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/** What can be said of an upload URL without using it. It is a secret: no message here quotes it. */
final class UploadUrl {

    /** C2C guide, Upload (Basic). */
    static final Duration USUAL_LIFE = Duration.ofHours(24);
    /** AWS Signature Version 4, query parameters. */
    private static final String EXPIRES = "X-Amz-Expires=";

    private UploadUrl() {
    }

    /** Empty where it is no address to which bytes of a clip may go. */
    static Optional<URI> read(String text) {
        try {
            return Optional.of(new URI(text)).filter(UploadUrl::usable);
        } catch (URISyntaxException e) {
            // Without a trace of it: its message holds the URL.
            return Optional.empty();
        }
    }

    static boolean usable(URI url) {
        return "https".equalsIgnoreCase(url.getScheme()) && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null;
    }

    /** How long it can be used, from the moment it was signed on. */
    static Duration life(URI url) {
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        for (String field : query.split("&")) {
            if (field.regionMatches(true, 0, EXPIRES, 0, EXPIRES.length()) && field.substring(EXPIRES.length()).matches("[0-9]{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(field.substring(EXPIRES.length())));
            }
        }
        return USUAL_LIFE;
    }
}
