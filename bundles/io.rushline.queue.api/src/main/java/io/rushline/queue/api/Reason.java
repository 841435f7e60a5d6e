package io.rushline.queue.api;

/**
 * Why an item is where it is.
 *
 * @param code stable, for programs: {@code media.changed}
 * @param what one sentence that says what happened
 * @param todo one sentence that says what the user can do; may be empty
 */
public record Reason(String code, String what, String todo) {
}
