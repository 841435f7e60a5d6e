package io.rushline.recorder.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whiteboard service: told by each recorder of its recordings, in order, on a thread of the recorder's; a recording that is under way when the
 * listener comes is told first. Return soon.
 */
@ConsumerType
public interface RecorderListener {

    /** The file exists and grows from now on. */
    void started(Recording recording);

    /** The file is complete and closed. */
    void stopped(Recording recording);

    /** The recording is not wanted: its file is deleted or will be. */
    void discarded(Recording recording);
}
