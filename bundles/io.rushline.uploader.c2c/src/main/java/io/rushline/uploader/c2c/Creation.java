package io.rushline.uploader.c2c;

import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.queue.api.Clip;
import java.util.function.Consumer;

/** Creates the asset of one clip and has the queue note it, before the first byte goes out. Engine's thread only. */
final class Creation {

    private static final System.Logger LOG = System.getLogger(Creation.class.getName());

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

    void begin(Connector connector, CloudClient cloud) {
        running = true;
        long startedAt = tools.now();
        Clip clip = upload.place().clip();
        String project = upload.item().projectId().orElseThrow();
        call = tools.jobs().start(Job.Kind.CALL, () -> tools.assets().create(connector, cloud, clip, project), upload.safe(outcome -> {
            if (outcome.ok()) {
                record(outcome.value());
                return;
            }
            running = false;
            if (!outcome.cut()) {
                upload.failed(tools.understood(upload.item().id(), outcome.error(), tools.outside().services().replaced(connector, cloud)), startedAt);
            }
        }));
    }

    private void record(AssetApi.Created made) {
        upload.tell(queue -> queue.assetCreated(upload.item().id(), made.asset(), made.parts()), onDisk -> {
            running = false;
            if (!onDisk) {
                LOG.log(System.Logger.Level.INFO, "Clip {0} was taken back; its asset {1} stays empty", upload.item().id(), made.asset().id());
                upload.refused();
                return;
            }
            upload.movedOn();
            created.accept(made);
        });
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
