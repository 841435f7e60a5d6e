package io.rushline.queue.derby;

import io.rushline.queue.api.Part;
import java.util.Comparator;
import java.util.List;

/** What must be true of the parts of a clip, and what they add up to. */
final class PartList {

    private PartList() {
    }

    /** @throws IllegalArgumentException unless the parts, by number, cover the clip from its first byte to its last, with a URL for each */
    static void requireCover(List<Part> parts, long sizeBytes, int urls) {
        long end = 0;
        int number = 0;
        for (Part part : parts.stream().sorted(Comparator.comparingInt(Part::number)).toList()) {
            if (part.number() <= number || part.offsetBytes() != end || part.sizeBytes() < 0) {
                throw new IllegalArgumentException("Part " + part.number() + " does not follow part " + number);
            }
            number = part.number();
            end += part.sizeBytes();
        }
        if (parts.isEmpty() || end != sizeBytes) {
            throw new IllegalArgumentException("The parts cover " + end + " of " + sizeBytes + " bytes");
        }
        if (parts.size() != urls) {
            throw new IllegalArgumentException(parts.size() + " parts have " + urls + " upload URLs");
        }
    }

    static int acknowledged(List<Part> parts) {
        return (int) parts.stream().filter(Part::acknowledged).count();
    }

    static long acknowledgedBytes(List<Part> parts) {
        return parts.stream().filter(Part::acknowledged).mapToLong(Part::sizeBytes).sum();
    }
}
