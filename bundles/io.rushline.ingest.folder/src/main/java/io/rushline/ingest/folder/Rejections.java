package io.rushline.ingest.folder;

import io.rushline.queue.api.Reason;

/** Why a file that stands in the folder cannot become a clip. */
final class Rejections {

    static final String UNREADABLE = "media.unreadable";
    static final String NAME = "media.name";

    private Rejections() {
    }

    /** @param detail what the system said */
    static Reason unreadable(String detail) {
        return new Reason(UNREADABLE, "The file cannot be read (" + detail + ").",
                "Give the appliance the right to read it, or check the disk; it is then taken by itself.");
    }

    static Reason name() {
        return new Reason(NAME, "The bytes of the file's name are no text in the encoding of the system (" + System.getProperty("sun.jnu.encoding")
                + ").", "Rename it; it is then taken by itself.");
    }
}
