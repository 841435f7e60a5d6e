package io.rushline.uploader.api;

import io.rushline.queue.api.ItemId;
import java.util.List;
import java.util.Optional;

/**
 * The uploader at one moment.
 *
 * @param activity      what it does in general
 * @param why           what it waits for, for people; while it sends: what others wait for, that may not leave now. Empty while all may go, or there is nothing to do
 * @param transfers     the parts on their way
 * @param bitsPerSecond what has left over the last seconds, of all transfers
 * @param wastedBytes   sent, but never acknowledged, since it was started
 * @param flow          how it uses the link
 */
public record UploaderStatus(Activity activity, Optional<String> why, List<Transfer> transfers, long bitsPerSecond, long wastedBytes,
        Flow flow) {
    public UploaderStatus {
        transfers = List.copyOf(transfers);
    }

    /** What it does in general. */
    public enum Activity {
        /** Nothing is in line. */
        IDLE,
        /** Parts are on their way. */
        SENDING,
        /** Something is in line but cannot go now: {@code why} says what it waits for. */
        WAITING
    }

    /**
     * A part on its way.
     *
     * @param part      its number, from 1
     * @param sentBytes handed to the network so far
     * @param sizeBytes size of the part
     */
    public record Transfer(ItemId item, int part, long sentBytes, long sizeBytes) {
    }
}
