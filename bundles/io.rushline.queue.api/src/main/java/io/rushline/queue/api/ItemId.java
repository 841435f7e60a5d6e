package io.rushline.queue.api;

/** Names an item of the queue; never used again. */
public record ItemId(long value) {

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
