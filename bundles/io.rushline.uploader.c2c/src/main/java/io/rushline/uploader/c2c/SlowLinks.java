package io.rushline.uploader.c2c;

import java.util.Arrays;

/** How a finished clip goes whose bytes cannot all leave before its upload URLs expire, or whose parts are too large for the link. */
enum SlowLinks {
    /** Through the real-time calls: small parts, a fresh URL each. Plainly where the cloud does not take it. */
    REALTIME,
    /** Plainly, in parts that are as small as can be. */
    PLAIN;

    /** @throws IllegalArgumentException where there is no such setting */
    static SlowLinks of(String setting) {
        return Arrays.stream(values()).filter(value -> value.name().equalsIgnoreCase(setting)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("slowLinks is " + Words.of(setting) + "; it must be realtime or plain"));
    }
}
