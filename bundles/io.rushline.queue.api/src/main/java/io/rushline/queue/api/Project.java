package io.rushline.queue.api;

/**
 * A project in the cloud.
 *
 * @param id   its identity
 * @param name as last known: it may change any day
 */
public record Project(String id, String name) {
}
