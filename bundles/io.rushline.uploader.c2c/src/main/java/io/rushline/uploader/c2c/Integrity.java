package io.rushline.uploader.c2c;

import io.rushline.queue.api.Part;
import io.rushline.queue.api.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether the bytes that were sent are those of the file: for each part it keeps what its sender counted, in this life of the process or an earlier
 * one, and compares it with what the read of the whole file found there. Of one asset. Engine's thread only.
 */
final class Integrity {

    private final TreeMap<Long, Part> byOffset = new TreeMap<>();
    private final Map<Integer, Long> sent = new HashMap<>();
    private final Map<Integer, Long> found = new HashMap<>();
    /** Parts that an earlier life of the process sent, until the file was read there: a power cut may have taken from it what was not on the disk. */
    private final Set<Integer> doubtful = new HashSet<>();
    private final List<Integer> changedSince = new ArrayList<>();

    /** These are parts of the asset; those with a receipt have arrived. */
    void planned(List<Part> parts) {
        for (Part part : parts) {
            byOffset.put(part.offsetBytes(), part);
            part.receipt().ifPresent(receipt -> {
                doubtful.add(part.number());
                arrived(part.number(), receipt);
            });
        }
    }

    void arrived(int part, Receipt receipt) {
        sent.put(part, receipt.checksum());
    }

    /** What the file holds where these parts are: their checksums by number. */
    void found(Map<Integer, Long> checksums) {
        found.putAll(checksums);
        for (Integer number : checksums.keySet()) {
            if (doubtful.remove(number) && !isRight(number)) {
                changedSince.add(number);
            }
        }
    }

    private boolean isRight(Integer number) {
        return sent.containsKey(number) && sent.get(number).equals(found.get(number));
    }

    /** The planned parts that follow each other without a gap from here on, up to the one that reaches the end; none where the first is not planned. */
    List<Part> from(long position, long end) {
        List<Part> run = new ArrayList<>();
        Map.Entry<Long, Part> next = byOffset.floorEntry(position);
        if (next == null || next.getKey() < position && endOf(next.getValue()) <= position) {
            return run;
        }
        long reached = next.getKey();
        while (next != null && next.getKey() == reached && (reached < end || run.isEmpty())) {
            run.add(next.getValue());
            reached = endOf(next.getValue());
            next = byOffset.higherEntry(next.getKey());
        }
        return run;
    }

    static long endOf(Part part) {
        return part.offsetBytes() + part.sizeBytes();
    }

    /** What an earlier life sent was not all found in the file yet. */
    boolean doubtful() {
        return !doubtful.isEmpty();
    }

    /** As {@link #changed}, of what an earlier life sent and the file was read for. */
    Optional<Failure> changedSince() {
        return failure(changedSince.stream().sorted().toList());
    }

    /** Why the asset cannot stay as it is; empty where all that was sent is what the file holds. Once the whole file was read. */
    Optional<Failure> changed() {
        return failure(byOffset.values().stream().map(Part::number).filter(number -> !isRight(number)).sorted().toList());
    }

    private Optional<Failure> failure(List<Integer> wrong) {
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Failure.of(Kind.CHANGED, "media.changed-under-upload", "The file changed while it was sent, though its size and time did not: "
                + wrong.size() + " of " + byOffset.size() + " parts in the cloud, the first at byte " + first(wrong) + ", are not what the file holds now.",
                "Nothing, if it is sent again by itself; otherwise see what writes to the file, then retry the clip."));
    }

    private long first(List<Integer> wrong) {
        return byOffset.values().stream().filter(part -> part.number() == wrong.get(0)).mapToLong(Part::offsetBytes).findFirst().orElse(0);
    }
}
