package io.rushline.itests.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What happened, as a hash of all and the last of it in words. */
final class Journal {

    private static final int KEPT = 60;

    private final Deque<String> last = new ArrayDeque<>();
    private VirtualTime time;
    private long hash = 0xcbf29ce484222325L;

    void with(VirtualTime virtual) {
        time = virtual;
    }

    void note(String what) {
        String line = Duration.ofNanos(time.nanos()).toString().substring(2).toLowerCase(java.util.Locale.ROOT) + " " + what;
        for (int i = 0; i < line.length(); i++) {
            hash = (hash ^ line.charAt(i)) * 0x100000001b3L;
        }
        last.add(line);
        if (last.size() > KEPT) {
            last.remove();
        }
    }

    /** The same for the same events at the same times in the same order. */
    long hash() {
        return hash;
    }

    String lastEvents() {
        return String.join("\n  ", last);
    }
}
