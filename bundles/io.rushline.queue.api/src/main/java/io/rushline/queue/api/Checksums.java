package io.rushline.queue.api;

import java.util.Optional;

/**
 * Of a whole clip, all taken in one read.
 *
 * @param sha256 64 hex digits
 * @param xxh128 32 hex digits, XXH3 with 128 bits, as an ASC MHL manifest writes it
 * @param c4     90 characters beginning with {@code c4} (SMPTE ST 2114), where it was asked for
 */
public record Checksums(String sha256, String xxh128, Optional<String> c4) {
}
