package io.rushline.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request for upload URLs of a clip that is still being recorded, and the rules for it (protocol section 6).
 *
 * @param name     of the asset from now on; null to leave it
 * @param filesize of the whole, in bytes; null unless a part is final
 */
record PartsRequest(List<Part> parts, String name, Long filesize) {

    /** One part; sizes in bytes. */
    record Part(int number, long size, boolean last) { }

    static PartsRequest of(JsonFields fields) throws Refusal {
        List<Part> parts = new ArrayList<>();
        for (JsonFields one : fields.objects("parts")) {
            boolean last = one.flag("is_final");
            long least = last ? 0 : PartPlan.MIN_PART;
            parts.add(new Part((int) one.number("number", 1, PartPlan.MAX_PARTS), one.number("size", least, PartPlan.MAX_PART), last));
        }
        Long filesize = null;
        if (parts.stream().anyMatch(Part::last)) {
            filesize = fields.number("asset_filesize", 0, PartPlan.MAX_FILE);
        }
        return new PartsRequest(parts, fields.optionalText("asset_name").orElse(null), filesize);
    }

    List<Integer> numbers() {
        return parts.stream().map(Part::number).toList();
    }

    /** The asset with these parts. The same part may be asked for again, with the same size. */
    Asset applyTo(Asset asset) throws Refusal {
        if (!asset.realtime()) {
            throw Refusal.api(422, "The asset is no real-time upload");
        }
        SortedMap<Integer, Long> sizes = new TreeMap<>(asset.parts());
        for (Part part : parts) {
            Long before = sizes.putIfAbsent(part.number(), part.size());
            if (before != null && before != part.size()) {
                throw Refusal.api(422, "Part " + part.number() + " was asked for before with " + before + " bytes");
            }
        }
        if (asset.settled() && sizes.lastKey() > asset.parts().lastKey()) {
            throw Refusal.api(422, "There is no part after the final one");
        }
        if (parts.stream().anyMatch(part -> part.last() && part.number() != sizes.lastKey())) {
            throw Refusal.api(422, "The final part must have the highest number");
        }
        Long whole = filesize == null ? asset.filesize() : filesize;
        if (whole != null) {
            checkSum(sizes, whole);
        }
        return asset.grown(sizes, name == null ? asset.name() : name, whole);
    }

    /** Parts before the final one may be asked for after it, as the first one is where the file's head is written last. */
    private static void checkSum(SortedMap<Integer, Long> sizes, long whole) throws Refusal {
        long sum = sizes.values().stream().mapToLong(Long::longValue).sum();
        long missing = whole - sum;
        int unused = sizes.lastKey() - sizes.size();
        if (missing < 0 || missing > 0 && (unused == 0 || missing < PartPlan.MIN_PART || missing > unused * PartPlan.MAX_PART)) {
            throw Refusal.api(422, "asset_filesize is " + whole + " but all parts together have " + sum + " bytes");
        }
    }
}
