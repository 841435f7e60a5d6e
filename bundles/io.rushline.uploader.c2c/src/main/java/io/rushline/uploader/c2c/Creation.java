package io.rushline.uploader.c2c;

import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.queue.api.Reason;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Creates the asset of one clip and has the queue note it, before the first byte goes out. What may have been left behind in the cloud, since an
 * answer was lost or the clip was taken back meanwhile, is noted as an orphan. Engine's thread only.
 */
final class Creation {

    private static final System.Logger LOG = System.getLogger(Creation.class.getName());
    /** The request may have reached the cloud. */
    private static final Set<CloudException.Code> ANSWER_LOST = EnumSet.of(CloudException.Code.TIMEOUT, CloudException.Code.CUT,
            CloudException.Code.BAD_ANSWER);
    private static final Reason LOST = new Reason("asset.answer-lost", "The cloud was asked for an asset, but its answer was lost or could not be used.",
            "Delete the empty asset in the cloud, if there is one.");
    private static final Reason TAKEN_BACK = new Reason("asset.clip-taken-back", "The clip was paused, held or cancelled while its asset was created.",
            "Delete the empty asset in the cloud.");

    private final Tools tools;
    private final Upload upload;
    private final Consumer<AssetApi.Created> created;
    private Job<?> call;
    private boolean running;

    /** @param created the asset is on disk */
    Creation(Tools tools, Upload upload, Consumer<AssetApi.Created> created) {
        this.tools = tools;
        this.upload = upload;
        this.created = created;
    }

    boolean running() {
        return running;
    }

    void begin(AssetApi.Wish wish, Connector connector, CloudClient cloud) {
        running = true;
        long startedAt = tools.now();
        call = tools.jobs().start(Job.Kind.CALL, () -> tools.assets().create(connector, cloud, wish), upload.safe(outcome -> {
            if (outcome.ok()) {
                record(outcome.value());
                return;
            }
            running = false;
            leftBehind(outcome.error()).ifPresent(id -> orphan(id, LOST));
            if (!outcome.cut()) {
                upload.failed(tools.understood(upload.item().id(), outcome.error(), tools.outside().services().replaced(connector, cloud)), startedAt);
            }
        }));
    }

    private void record(AssetApi.Created made) {
        upload.tell(queue -> queue.assetCreated(upload.item().id(), made.asset(), made.parts()), onDisk -> {
            running = false;
            if (!onDisk) {
                orphan(Optional.of(made.asset().id()), TAKEN_BACK);
                upload.refused();
                return;
            }
            upload.movedOn();
            created.accept(made);
        });
    }

    /** What may be in the cloud after this error: an asset with this id, or one without a known id. */
    private static Optional<Optional<String>> leftBehind(Throwable error) {
        if (error instanceof AssetApi.Unusable answer) {
            return Optional.of(answer.assetId());
        }
        return error instanceof CloudException e && ANSWER_LOST.contains(e.code()) ? Optional.of(Optional.empty()) : Optional.empty();
    }

    private void orphan(Optional<String> assetId, Reason why) {
        LOG.log(System.Logger.Level.INFO, "Clip {0} may have left the asset {1} behind: {2}", upload.item().id(),
                assetId.orElse("without known id"), why.what());
        // Where the clip is not even in the queue any more, there is nobody to tell.
        upload.tell(queue -> queue.orphaned(upload.item().id(), assetId, why), onDisk -> { });
    }

    /** Stops the call, at once. */
    void cut() {
        if (call != null) {
            call.cut();
        }
    }

    void forget() {
        running = false;
    }
}
