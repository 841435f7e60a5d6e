package io.rushline.queue.api;

/**
 * What people decide for the whole queue; kept over restarts.
 *
 * @param manual new clips are {@code HELD} until somebody chooses them
 * @param paused nothing is sent; clips keep their places and states
 */
public record QueueSettings(boolean manual, boolean paused) {
}
