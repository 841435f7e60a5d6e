package io.rushline.queue.api;

import java.util.Optional;

/**
 * What is known of a part that has arrived.
 *
 * @param checksum XXH3 with 64 bits of the bytes that were sent; compared with those of the file before the clip is completed
 * @param network  over which it went, for people: {@code wlan0 (Wi-Fi)}
 */
public record Receipt(long checksum, Optional<String> network) {
}
