package io.rushline.queue.derby;

import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.Receipt;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clips, assets and parts for tests. */
final class Clips {

    static final Instant T0 = Instant.parse("2026-11-24T05:42:00.123Z");

    static final Checksums SUMS = new Checksums("beef".repeat(16), "cafe".repeat(8), Optional.of("c4" + "x".repeat(88)));
    static final Receipt RECEIPT = new Receipt(-4711, Optional.of("wlan0 (Wi-Fi)"));

    private Clips() {
    }

    static Clip clip(String name) {
        return clip(name, 100, 0);
    }

    static Clip clip(String name, long sizeBytes, int priority) {
        return new Clip(Path.of("/clips").resolve(name), name, sizeBytes, T0.minusSeconds(60), "print of " + name, "", T0.minusSeconds(90),
                "folder clips", 0, priority);
    }

    /** With this content, modified at this time. */
    static Clip clip(String name, String contentPrint, Instant modifiedAt) {
        return new Clip(Path.of("/clips").resolve(name), name, 100, modifiedAt, "print of " + name + " " + contentPrint + modifiedAt, contentPrint,
                T0.minusSeconds(90), "folder clips", 0, 0);
    }

    static Asset realtime(String id) {
        return new Asset(id, Asset.Way.REALTIME, "video/quicktime", T0, List.of());
    }

    static Asset asset(String id, int parts) {
        List<URI> urls = new ArrayList<>();
        for (int i = 1; i <= parts; i++) {
            urls.add(URI.create("https://upload.example/" + id + "/" + i + "?X-Amz-Signature=very-secret"));
        }
        return new Asset(id, Asset.Way.PLAIN, "video/quicktime", T0, urls);
    }

    static List<Part> parts(long sizeBytes, int count) {
        List<Part> parts = new ArrayList<>();
        long size = (sizeBytes + count - 1) / count;
        for (int i = 0; i < count; i++) {
            parts.add(Part.toSend(i + 1, i * size, Math.min(size, sizeBytes - i * size)));
        }
        return parts;
    }
}
