package io.rushline.uploader.c2c;

import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.Receipt;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Sends the parts of one clip, has the queue note what arrived, and sends again what was lost. Engine's thread only. */
final class Sending {

    private final Tools tools;
    private final Upload upload;
    private final Parts parts;

    Sending(Tools tools, Upload upload, Parts parts) {
        this.tools = tools;
        this.upload = upload;
        this.parts = parts;
    }

    /** The next part of a plain asset is on its way from now on. */
    void begin(Asset asset, Lane lane, CloudClient cloud) {
        Transfer transfer = parts.begin(lane, tools.now());
        Part part = transfer.part();
        Clip clip = upload.place().clip();
        Optional<InetAddress> from = lane.carrier().from();
        run(transfer, asset, () -> tools.sender().send(cloud, clip, false, part, asset.uploadUrls().get(part.number() - 1), asset.fileType(),
                from, bytes -> count(transfer, bytes)), cloud);
    }

    /**
     * The next part of a real-time asset is on its way from now on; its URL is asked for on the way, if there is none.
     *
     * @param last the number of the final part; empty while it is not known
     */
    void begin(Asset asset, Lane lane, PartUrls urls, Optional<Integer> last, Connector connector, CloudClient cloud) {
        Transfer transfer = parts.begin(lane, tools.now());
        Part part = transfer.part();
        Clip clip = upload.place().clip();
        boolean growing = upload.place().growing();
        AssetApi.Leaving leaving = leaving(asset, part, urls, last);
        String project = upload.item().projectId().orElseThrow();
        Optional<InetAddress> from = lane.carrier().from();
        run(transfer, asset, () -> {
            var url = urls.of(leaving.parts(), wanted -> tools.assets().urls(connector, cloud, project, leaving));
            try {
                Receipt receipt = tools.sender().send(cloud, clip, growing, part, url, asset.fileType(), from, bytes -> count(transfer, bytes));
                urls.used(part);
                return receipt;
            } catch (Failed e) {
                throw urls.refused(part, e);
            }
        }, connector, cloud);
    }

    /** With the final part the sizes of all parts must add up: those that the cloud may not know of yet come along. */
    private AssetApi.Leaving leaving(Asset asset, Part part, PartUrls urls, Optional<Integer> last) {
        boolean closing = last.filter(number -> number == part.number()).isPresent();
        List<Part> along = closing ? parts.open().stream().filter(p -> p.number() != part.number() && !urls.known(p)).toList() : List.of();
        Clip clip = upload.place().clip();
        return new AssetApi.Leaving(asset.id(), Stream.concat(Stream.of(part), along.stream()).toList(), closing ? Optional.of(part) : Optional.empty(),
                clip.name(), clip.sizeBytes());
    }

    private void count(Transfer transfer, long bytes) {
        transfer.sent(bytes);
        tools.meter().add(tools.now(), bytes);
        transfer.lane().meter().add(tools.now(), bytes);
    }

    private void run(Transfer transfer, Asset asset, Callable<Receipt> work, Object... used) {
        transfer.runAs(tools.jobs().start(Job.Kind.PUT, work, upload.safe(outcome -> {
            boolean replaced = tools.outside().services().replaced(used);
            boolean othersCarry = tools.traffic().ended(upload.item().id(), upload.place().clip().name(), transfer, outcome, replaced);
            if (outcome.ok()) {
                arrived(transfer, asset, outcome.value());
            } else {
                lost(transfer, outcome, replaced, othersCarry);
            }
        })));
    }

    private void arrived(Transfer transfer, Asset to, Receipt receipt) {
        int number = transfer.part().number();
        parts.arrive(transfer);
        parts.integrity().arrived(number, receipt);
        tools.link().arrived(transfer.part().sizeBytes());
        upload.movedOn();
        upload.tell(queue -> queue.acknowledge(upload.item().id(), to.id(), number, receipt), onDisk -> {
            parts.end(transfer);
            if (!onDisk) {
                upload.refused();
            }
        });
    }

    /** @param othersCarry it is the trouble of its lane alone: the part goes by another, at once */
    private void lost(Transfer transfer, Job.Outcome<?> outcome, boolean replaced, boolean othersCarry) {
        tools.meter().wasted(transfer.sentBytes());
        if (!outcome.cut()) {
            transfer.lane().meter().wasted(transfer.sentBytes()); // what was cut says what the lane gives all the same
        }
        if (parts.end(transfer) && !upload.ended()) {
            parts.sendAgain(transfer.part());
        }
        if (!outcome.cut() && !othersCarry) {
            Failure failure = tools.understood(upload.item().id(), outcome.error(), replaced);
            if (failure.kind() == Kind.NETWORK && replaced) {
                return; // what a module that is replaced cuts is no trouble of the clip: it goes on as soon as there is another one
            }
            if (failure.kind() == Kind.NETWORK && transfer.sentBytes() > 0) {
                tools.link().broke(transfer.part().sizeBytes(), transfer.startedAt(), tools.now());
            }
            upload.failed(failure, transfer.startedAt());
        }
    }
}
