package io.rushline.queue.derby;

import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Part;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Clips, assets and parts for tests. */
final class Clips {

    static final Instant T0 = Instant.parse("2026-11-24T05:42:00.123Z");

    private Clips() {
    }

    static Clip clip(String name) {
        return clip(name, 100, 0);
    }

    static Clip clip(String name, long sizeBytes, int priority) {
        return new Clip(Path.of("/clips").resolve(name), name, sizeBytes, T0.minusSeconds(60), "print of " + name, T0.minusSeconds(90),
                "folder clips", 0, priority);
    }

    static Asset asset(String id, int parts) {
        List<URI> urls = new ArrayList<>();
        for (int i = 1; i <= parts; i++) {
            urls.add(URI.create("https://upload.example/" + id + "/" + i + "?X-Amz-Signature=very-secret"));
        }
        return new Asset(id, "video/quicktime", T0, urls);
    }

    static List<Part> parts(long sizeBytes, int count) {
        List<Part> parts = new ArrayList<>();
        long size = (sizeBytes + count - 1) / count;
        for (int i = 0; i < count; i++) {
            parts.add(new Part(i + 1, i * size, Math.min(size, sizeBytes - i * size), false));
        }
        return parts;
    }
}
