package io.rushline.uploader.api;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the uploader uses the link.
 *
 * @param parallelParts     how many parts it sends at a time now, as the link gives
 * @param mostParallelParts how many it may
 * @param limitBitsPerSecond what it may send now, all parts together; empty: no limit
 * @param remaining         about how long what is in line will take at the present rate; empty while that is not known
 * @param transport         what carries the bytes, for people: {@code TLS by Conscrypt 2.5.2, BBR}
 */
public record Flow(int parallelParts, int mostParallelParts, OptionalLong limitBitsPerSecond, Optional<Duration> remaining, String transport) {
}
