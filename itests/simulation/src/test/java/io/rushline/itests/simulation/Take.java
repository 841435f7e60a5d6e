package io.rushline.itests.simulation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** A clip as the world knows it: its file, and the items that stand for it. */
final class Take {

    final int number;
    final Cards.File file;
    final int channel;
    final Instant createdAt;
    final Set<Long> items = new LinkedHashSet<>();
    Path path;
    /** Size and time of what was there stayed the same, but not its bytes. */
    boolean changedUnseen;
    /** It is being recorded. */
    boolean growing;
    boolean deleted;

    Take(int number, Path path, Cards.File file, int channel, Instant createdAt) {
        this.number = number;
        this.path = path;
        this.file = file;
        this.channel = channel;
        this.createdAt = createdAt;
    }

    String name() {
        return path.getFileName().toString();
    }

    /** What one byte of it weighs on the link, in millions of bytes: recordings are as large as they are, each byte of another clip stands for a million. */
    static double weight(String name) {
        return isRecording(name) ? 1e-6 : 1;
    }

    static boolean isRecording(String name) {
        return name.contains("_rec");
    }

    static int numberOf(String name) {
        return Integer.parseInt(name.substring(1, 5));
    }
}
