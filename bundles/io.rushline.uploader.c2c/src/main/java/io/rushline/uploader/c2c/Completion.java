package io.rushline.uploader.c2c;

import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Clip;
import java.util.Optional;

/** Looks at the file of a clip once more after its last part, and has the queue note that it is complete. Engine's thread only. */
final class Completion {

    private final Tools tools;
    private final Upload upload;
    private final Parts parts;
    private final Runnable completed;
    private boolean running;

    /** @param completed the queue has it on disk */
    Completion(Tools tools, Upload upload, Parts parts, Runnable completed) {
        this.tools = tools;
        this.upload = upload;
        this.parts = parts;
        this.completed = completed;
    }

    boolean running() {
        return running;
    }

    void begin(Checksums checksums) {
        running = true;
        long startedAt = tools.now();
        Clip clip = upload.place().clip();
        tools.jobs().start(Job.Kind.DISK, () -> {
            tools.media().check(clip);
            return null;
        }, upload.safe(outcome -> {
            if (!outcome.ok() || upload.ended()) {
                running = false;
                if (!outcome.ok()) {
                    upload.failed(tools.understood(upload.item().id(), outcome.error(), false), startedAt);
                }
                return;
            }
            Optional<Failure> changed = parts.integrity().changed();
            if (changed.isPresent()) {
                running = false;
                upload.failed(changed.get(), startedAt);
                return;
            }
            upload.tell(queue -> queue.complete(upload.item().id(), checksums), onDisk -> {
                running = false;
                if (onDisk) {
                    completed.run();
                } else {
                    upload.refused();
                }
            });
        }));
    }

    void forget() {
        running = false;
    }
}
