package io.rushline.auth.api;

/**
 * A recording input of this device, as the project knows it (protocol section 3).
 *
 * @param index  0-based, as assets name it
 * @param name   to show
 * @param paused what it records now is not wanted
 */
public record Channel(int index, String name, boolean paused) {
}
