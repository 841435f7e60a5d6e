package io.rushline.uploader.api;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the uploader uses the links.
 *
 * @param parallelParts     how many parts it sends at a time now, as the links give
 * @param mostParallelParts how many it may
 * @param limitBitsPerSecond what it may send now, all parts together; empty: no limit
 * @param remaining         about how long what is in line will take at the present rate; empty while that is not known
 * @param transport         what carries the bytes, for people: {@code TLS by Conscrypt 2.5.2, BBR}
 * @param bitsPerSecondByLink what has left over the last seconds by each link that carries clips now, by the link's name; empty where links are not known
 */
public record Flow(int parallelParts, int mostParallelParts, OptionalLong limitBitsPerSecond, Optional<Duration> remaining, String transport,
        Map<String, Long> bitsPerSecondByLink) {
    public Flow {
        bitsPerSecondByLink = Map.copyOf(bitsPerSecondByLink);
    }

    /** Of a device whose links are not known. */
    public Flow(int parallelParts, int mostParallelParts, OptionalLong limitBitsPerSecond, Optional<Duration> remaining, String transport) {
        this(parallelParts, mostParallelParts, limitBitsPerSecond, remaining, transport, Map.of());
    }
}
