package io.rushline.modules;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemState;
import io.rushline.uploader.api.Uploader;
import io.rushline.uploader.api.UploaderStatus.Activity;
import java.time.Duration;
import java.util.function.Supplier;

/** Knows how long nothing has been recorded or sent: a recording tells the queue every few seconds that it has grown. Any thread. */
final class IdleWatch {

    private final Supplier<Uploader> uploader;
    private final Duration idle;
    private final Time time;
    private volatile Duration busyAt;

    /** @param uploader null while there is none */
    IdleWatch(Supplier<Uploader> uploader, Duration idle, Time time) {
        this.uploader = uploader;
        this.idle = idle;
        this.time = time;
        this.busyAt = time.passed();
    }

    void changed(Item item) {
        if (item.growing() || item.state() == ItemState.WAITING || item.state() == ItemState.UPLOADING) {
            busyAt = time.passed();
        }
    }

    /** To be asked every few seconds. */
    boolean isIdle() {
        Uploader sends = uploader.get();
        if (sends != null && sends.status().activity() != Activity.IDLE) {
            busyAt = time.passed();
        }
        return time.passed().minus(busyAt).compareTo(idle) >= 0;
    }
}
