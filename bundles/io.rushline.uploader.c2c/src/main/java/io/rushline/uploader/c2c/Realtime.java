package io.rushline.uploader.c2c;

import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Part;
import java.util.List;
import java.util.Optional;

/**
 * The real-time side of one clip (protocol section 6): watches it while it is recorded, plans parts as their bytes come, and has the queue note each
 * before its URL is asked for. A finished clip may go this way too: then all of it is planned at once. Engine's thread only.
 */
final class Realtime {

    private final Tools tools;
    private final Upload upload;
    private final Parts parts;
    private final Growth growth;
    private RealtimePlan plan = new RealtimePlan();
    private PartUrls urls;
    private boolean planning;

    Realtime(Tools tools, Upload upload, Parts parts) {
        this.tools = tools;
        this.upload = upload;
        this.parts = parts;
        this.growth = new Growth(tools, upload);
        forget();
    }

    /** The bytes of the first part of a growing clip are there. */
    boolean firstPartThere() {
        return growth.headLast().filter(last -> !new RealtimePlan().next(growth.sizeBytes(), false, last).isEmpty()).isPresent();
    }

    /**
     * Goes on with an asset.
     *
     * @param all its parts as the queue has them
     * @throws IllegalArgumentException where they cannot be used
     */
    void begin(List<Part> all) {
        plan = RealtimePlan.of(all, upload.place().growing() ? Long.MAX_VALUE : upload.place().clip().sizeBytes());
    }

    void forget() {
        plan = new RealtimePlan();
        urls = new PartUrls(tools::now);
        planning = false;
    }

    PartUrls urls() {
        return urls;
    }

    /** The number of the final part; empty while that is not known. */
    Optional<Integer> last() {
        return complete() ? Optional.of(plan.last()) : Optional.empty();
    }

    /** The clip grows no more, and all of it is planned. */
    boolean complete() {
        return !upload.place().growing() && plan.covers(upload.place().clip().sizeBytes());
    }

    /** Does what needs no slot. */
    void turn(Asset asset) {
        boolean growing = upload.place().growing();
        if (growing && looks()) {
            growth.turn(plan.wantsBytes(growth.headLast().orElse(true)));
        }
        boolean known = !growing || growth.sizeBytes() >= 0;
        if (asset != null && asset.way() == Asset.Way.REALTIME && known && !planning) {
            plan(asset, growing ? growth.sizeBytes() : upload.place().clip().sizeBytes(), !growing);
        }
    }

    long wakeAt() {
        return upload.place().growing() && looks() ? growth.wakeAt() : Long.MAX_VALUE;
    }

    /** The file of a growing clip is there, as far as is known; where not, nothing can be sent. */
    boolean fileThere() {
        return !upload.place().growing() || growth.there();
    }

    /** @return a part found no file, but that may pass */
    boolean missing() {
        return upload.place().growing() && growth.missing();
    }

    private boolean looks() {
        return !parts.anyToSend() || !growth.there();
    }

    private void plan(Asset asset, long size, boolean over) {
        // Exactly at the end of a part that was not called the final one, the cloud would wait for more.
        if (size < plan.end() || over && size == plan.end() && growth.mostBytes() > size) {
            upload.failed(MediaCheck.shrunk(), tools.now());
            return;
        }
        List<Part> next = plan.next(size, over, growth.headLast().orElse(true));
        if (next.isEmpty()) {
            if (over && !plan.covers(size)) {
                upload.failed(Failure.of(Kind.NOT_REALTIME, "realtime.too-large", "The clip became larger than real-time uploads can be.",
                        "Nothing: it goes up as a whole."), tools.now());
            }
            return;
        }
        planning = true;
        upload.tell(queue -> queue.addParts(upload.item().id(), asset.id(), next), onDisk -> {
            planning = false;
            if (!onDisk) {
                upload.refused();
            } else if (!upload.ended()) {
                plan.add(next);
                parts.add(next);
            }
        });
    }
}
