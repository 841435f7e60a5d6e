package io.rushline.queue.derby;

import io.rushline.queue.api.Part;
import io.rushline.queue.api.Receipt;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What must be true of the parts of a clip, and what they add up to. */
final class PartList {

    private PartList() {
    }

    /** Why the parts, by number, do not cover the clip from its first byte to its last; empty: they do. */
    static Optional<String> gap(List<Part> parts, long sizeBytes) {
        long end = 0;
        int number = 0;
        for (Part part : parts.stream().sorted(Comparator.comparingInt(Part::number)).toList()) {
            if (part.number() <= number || part.offsetBytes() != end || part.sizeBytes() < 0) {
                return Optional.of("Part " + part.number() + " does not follow part " + number);
            }
            number = part.number();
            end += part.sizeBytes();
        }
        return !parts.isEmpty() && end == sizeBytes ? Optional.empty() : Optional.of("The parts cover " + end + " of " + sizeBytes + " bytes");
    }

    /** @throws IllegalArgumentException unless the parts cover the clip, with a URL for each */
    static void requireCover(List<Part> parts, long sizeBytes, int urls) {
        gap(parts, sizeBytes).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        if (parts.size() != urls) {
            throw new IllegalArgumentException(parts.size() + " parts have " + urls + " upload URLs");
        }
    }

    /**
     * Those that are not there yet.
     *
     * @throws IllegalArgumentException where a number has another range already, or none is possible
     */
    static List<Part> added(List<Part> known, List<Part> parts) {
        return parts.stream().filter(part -> {
            if (part.number() < 1 || part.offsetBytes() < 0 || part.sizeBytes() < 0) {
                throw new IllegalArgumentException("No such part: " + part);
            }
            Optional<Part> same = known.stream().filter(other -> other.number() == part.number()).findFirst();
            if (same.filter(other -> other.offsetBytes() != part.offsetBytes() || other.sizeBytes() != part.sizeBytes()).isPresent()) {
                throw new IllegalArgumentException("Part " + part.number() + " has another range already");
            }
            return same.isEmpty();
        }).toList();
    }

    static int acknowledged(List<Part> parts) {
        return (int) parts.stream().filter(Part::acknowledged).count();
    }

    static long acknowledgedBytes(List<Part> parts) {
        return parts.stream().filter(Part::acknowledged).mapToLong(Part::sizeBytes).sum();
    }

    /** Over which networks they went, each once. */
    static List<String> networks(List<Part> parts) {
        return parts.stream().flatMap(part -> part.receipt().stream()).map(Receipt::network).flatMap(Optional::stream).distinct().toList();
    }
}
