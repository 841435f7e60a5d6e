package io.rushline.uploader.c2c;

import io.rushline.queue.api.Reason;

/** Tells people of trouble that stops all clips and needs somebody's hand. Engine's thread. */
interface Alarm {

    void raise(Reason reason);

    /** Something got through: no trouble holds any more. */
    void calm();
}
