package io.rushline.network.api;

import java.time.Instant;

/**
 * A change that undoes itself unless somebody confirms it, since it may have cut the way to the person who made it.
 *
 * @param what  for people: {@code Joins Stage 4.}
 * @param until when it is undone, by NetworkManager itself, whatever has become of this program
 */
public record Trial(String what, Instant until) {
}
