package io.rushline.queue.api;

import java.util.Optional;

/**
 * A byte range of a clip, sent by one PUT.
 *
 * @param number      from 1
 * @param offsetBytes where it begins in the file
 * @param sizeBytes   0 only for the single part of an empty file
 * @param receipt     the cloud has it and it is never sent again; empty: still to send
 */
public record Part(int number, long offsetBytes, long sizeBytes, Optional<Receipt> receipt) {

    /** A part still to send. */
    public static Part toSend(int number, long offsetBytes, long sizeBytes) {
        return new Part(number, offsetBytes, sizeBytes, Optional.empty());
    }

    public boolean acknowledged() {
        return receipt.isPresent();
    }
}
