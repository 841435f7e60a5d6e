package io.rushline.cloud.api;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * What came back.
 *
 * @param status  HTTP status
 * @param headers names in lower case; the last one where a header stands twice
 * @param body    as text, at most 16 MiB
 * @param from    this device's address that it was sent from, where it is known: tells which link carried it
 */
public record Answer(int status, Map<String, String> headers, String body, Optional<InetAddress> from) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    public Answer(int status, Map<String, String> headers, String body) {
        this(status, headers, body, Optional.empty());
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** Without headers and body: they may hold tokens. */
    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length() + " characters";
    }
}
