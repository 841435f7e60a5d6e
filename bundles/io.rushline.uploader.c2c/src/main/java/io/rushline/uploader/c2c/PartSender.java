package io.rushline.uploader.c2c;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.PartUpload;
import io.rushline.network.api.Network;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.Receipt;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Sends one part; returns once the cloud has it. Workers' threads; blocks. */
final class PartSender {

    private static final System.Logger LOG = System.getLogger(PartSender.class.getName());

    private final Disk disk;
    private final MediaCheck media;
    private final FailureTable failures;
    private final Supplier<Optional<Network>> network;

    PartSender(Disk disk, MediaCheck media, FailureTable failures, Supplier<Optional<Network>> network) {
        this.disk = disk;
        this.media = media;
        this.failures = failures;
        this.network = network;
    }

    /**
     * @param growing the clip is still being recorded
     * @param from    the address of this device that it leaves from; empty: any
     */
    Receipt send(CloudClient cloud, Clip clip, boolean growing, Part part, URI url, String fileType, Optional<InetAddress> from, LongConsumer sent)
            throws CloudException, Failed {
        media.check(clip, part, growing);
        PartBody body = new PartBody(disk, clip.path(), part, sent);
        Answer answer;
        try {
            answer = cloud.put(new PartUpload(url, fileType, part.sizeBytes(), body, from));
        } catch (CloudException e) {
            if (e.code() == CloudException.Code.BODY) {
                // Gone, shorter and changed each have a reason of their own; otherwise it is there and cannot be read.
                media.check(clip, part, growing);
            }
            throw e;
        }
        if (answer.status() != 200 || FailureTable.page(answer)) {
            throw new Failed(failures.ofUpload(answer), null);
        }
        return new Receipt(body.checksum(), answer.from().flatMap(this::link));
    }

    private Optional<String> link(InetAddress from) {
        try {
            return network.get().flatMap(there -> Links.over(there.status(), from));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A part has arrived, but the network cannot say over which link", e);
            return Optional.empty();
        }
    }
}
