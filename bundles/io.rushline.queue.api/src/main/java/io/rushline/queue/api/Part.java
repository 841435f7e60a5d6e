package io.rushline.queue.api;

/**
 * A byte range of a clip, sent by one PUT.
 *
 * @param number       from 1
 * @param offsetBytes  where it begins in the file
 * @param sizeBytes    0 only for the single part of an empty file
 * @param acknowledged the cloud has it; never sent again
 */
public record Part(int number, long offsetBytes, long sizeBytes, boolean acknowledged) {
}
