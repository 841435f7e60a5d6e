package io.rushline.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was in the bundle cache when it was known to be good, a line for each fact. A stamp that makes no sense is none.
 *
 * @param origin  the Java and the launcher that made it
 * @param bundles by their ids
 */
record CacheStamp(String origin, Map<Long, Entry> bundles) {

    /** Nothing can be used. */
    static final CacheStamp NONE = new CacheStamp("", Map.of());

    /**
     * A bundle.
     *
     * @param mark of its jar when it was installed
     * @param jars unpacked from it, below the cache, with their checksums
     */
    record Entry(String location, String mark, Map<String, String> jars) {
    }

    boolean isNone() {
        return origin.isEmpty();
    }

    /** Whether this bundle is as it was. */
    boolean has(long id, String location) {
        return bundles.containsKey(id) && bundles.get(id).location().equals(location);
    }

    /** The mark of the jar that was installed from there. */
    Optional<String> mark(String location) {
        return bundles.values().stream().filter(entry -> entry.location().equals(location)).map(Entry::mark).findFirst();
    }

    static CacheStamp read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return NONE;
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty()) {
            return NONE;
        }
        Map<Long, Entry> bundles = new TreeMap<>();
        try {
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split("\t", -1);
                Map<String, String> jars = new TreeMap<>();
                for (int i = 3; i + 1 < cells.length; i += 2) {
                    jars.put(cells[i], cells[i + 1]);
                }
                bundles.put(Long.valueOf(cells[0]), new Entry(cells[1], cells[2], jars));
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            System.getLogger(CacheStamp.class.getName()).log(System.Logger.Level.WARNING, "the stamp of the bundle cache makes no sense", e);
            return NONE;
        }
        return new CacheStamp(lines.get(0), bundles);
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(origin));
        bundles.forEach((id, entry) -> {
            List<String> cells = new ArrayList<>(List.of(id.toString(), entry.location(), entry.mark()));
            entry.jars().forEach((jar, crc) -> cells.addAll(List.of(jar, crc)));
            lines.add(String.join("\t", cells));
        });
        Files.write(file, lines);
    }
}
