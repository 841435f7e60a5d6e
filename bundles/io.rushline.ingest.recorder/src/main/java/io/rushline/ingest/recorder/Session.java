package io.rushline.ingest.recorder;

import io.rushline.queue.api.ItemId;
import io.rushline.recorder.api.Recording;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One recording, from its start until the queue knows its end. One thread. */
final class Session {

    /** What makes two recordings the same, whatever their file is called meanwhile. */
    record Key(String recorder, int channel, Instant startedAt) {

        static Key of(Recording recording) {
            return new Key(recording.recorder(), recording.channel(), recording.startedAt().truncatedTo(ChronoUnit.MILLIS));
        }
    }

    /** Where a recording stands, as far as recorders said. */
    enum Stage {
        RECORDING,
        STOPPED,
        DISCARDED,
        /** The queue wants no more of it: it is only waited for its end. */
        UNWANTED
    }

    Recording recording;
    Stage stage = Stage.RECORDING;
    /** Empty until the queue has taken it. */
    Optional<ItemId> item = Optional.empty();
    /** What the queue was told. */
    long toldSize;
    /** What was seen at the last look, -1 before the first one and while it is missing; and since when, by a monotonic clock. */
    long seenSize = -1;
    long unchangedSince;

    Session(Recording recording, long now) {
        this.recording = recording;
        this.unchangedSince = now;
    }
}
