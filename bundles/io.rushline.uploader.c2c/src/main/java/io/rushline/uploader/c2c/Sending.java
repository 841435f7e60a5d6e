package io.rushline.uploader.c2c;

import io.rushline.cloud.api.CloudClient;
import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Receipt;

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

    /** The next part is on its way from now on. */
    void begin(Asset asset, CloudClient cloud) {
        Transfer transfer = parts.begin(tools.now());
        Clip clip = upload.place().clip();
        transfer.runAs(tools.jobs().start(Job.Kind.PUT, () -> tools.sender().send(cloud, clip, asset, transfer.part(), bytes -> {
            transfer.sent(bytes);
            tools.meter().add(tools.now(), bytes);
        }), upload.safe(outcome -> {
            if (outcome.ok()) {
                arrived(transfer, asset, outcome.value());
            } else {
                lost(transfer, cloud, outcome);
            }
        })));
    }

    private void arrived(Transfer transfer, Asset to, Receipt receipt) {
        int number = transfer.part().number();
        transfer.arrive();
        upload.movedOn();
        upload.tell(queue -> queue.acknowledge(upload.item().id(), to.id(), number, receipt), onDisk -> {
            parts.end(transfer);
            if (!onDisk) {
                upload.refused();
            }
        });
    }

    private void lost(Transfer transfer, CloudClient cloud, Job.Outcome<?> outcome) {
        tools.meter().wasted(transfer.sentBytes());
        if (parts.end(transfer) && !upload.ended()) {
            parts.sendAgain(transfer.part());
        }
        if (!outcome.cut()) {
            upload.failed(tools.understood(upload.item().id(), outcome.error(), tools.outside().services().replaced(cloud)), transfer.startedAt());
        }
    }
}
