package io.rushline.launcher;

import java.util.List;

/** Stops in order when the process is told to end (SIGTERM, Ctrl-C). */
final class Shutdown {

    private Shutdown() {
    }

    /** @param parts stopped one after the other, in this order */
    static void onSignal(Host... parts) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> List.of(parts).forEach(Host::close), "rushline-shutdown"));
    }
}
