package io.rushline.uploader.c2c;

import io.rushline.queue.api.ItemId;
import io.rushline.uploader.api.Flow;
import io.rushline.uploader.api.UploaderStatus;
import io.rushline.uploader.api.UploaderStatus.Activity;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the engine does, as of its last event; the counters of the parts on their way are read live. Any thread. */
record Board(Activity activity, Optional<String> why, List<Moving> moving) {

    static final Board EMPTY = new Board(Activity.IDLE, Optional.empty(), List.of());

    /** A part on its way. */
    record Moving(ItemId item, Transfer transfer) {
        UploaderStatus.Transfer now() {
            return new UploaderStatus.Transfer(item, transfer.part().number(), transfer.sentBytes(), transfer.part().sizeBytes());
        }
    }

    static Board of(Gate gate, Collection<ItemUpload> uploads, Claims claims, Lanes lanes, Optional<String> whyNoAsset) {
        List<Moving> moving = uploads.stream().flatMap(u -> u.transfers().stream().map(t -> new Moving(u.item().id(), t))).toList();
        boolean withheld = lanes.none() || claims.passedOver() || uploads.stream().anyMatch(u -> !lanes.carry(u.name()));
        Optional<String> whyWithheld = withheld ? lanes.why() : Optional.empty();
        Optional<String> queueTrouble = claims.trouble().or(() -> uploads.stream().flatMap(u -> u.untaken().stream()).findFirst()).map(Words::sentences);
        if (!moving.isEmpty()) {
            return new Board(Activity.SENDING, queueTrouble.or(() -> whyWithheld), moving);
        }
        Optional<String> why = gate.closed()
                .or(() -> queueTrouble)
                .or(() -> whyWithheld)
                .or(() -> uploads.stream().filter(ItemUpload::needsAsset).findFirst().flatMap(u -> whyNoAsset))
                .or(() -> uploads.stream().map(ItemUpload::doing).findFirst())
                .or(() -> claims.retryAt().map(at -> "The next clip is tried again at " + at.truncatedTo(ChronoUnit.SECONDS) + "."));
        return new Board(why.isPresent() ? Activity.WAITING : Activity.IDLE, why, moving);
    }

    UploaderStatus status(Meter meter, long now, Flow flow) {
        return new UploaderStatus(activity, why, moving.stream().map(Moving::now).toList(), meter.bitsPerSecond(now), meter.wastedBytes(),
                flow);
    }
}
