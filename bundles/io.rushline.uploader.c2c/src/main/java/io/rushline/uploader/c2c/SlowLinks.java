package io.rushline.uploader.c2c;

/** How a finished clip goes whose bytes cannot all leave before its upload URLs expire, or whose parts are too large for the link. */
enum SlowLinks {
    /** Through the real-time calls: small parts, a fresh URL each. Plainly where the cloud does not take it. */
    REALTIME,
    /** Plainly, in parts that are as small as can be. */
    PLAIN
}
