package io.rushline.simulator;

import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Remembers every refusal, across restarts: one JSON document a line. Any thread. */
final class RefusalLog {

    private static final int KEPT = 1_000;

    /** One refusal; the path without its query, which may be a signature. */
    record Entry(Instant time, String method, String path, int status, String reason) { }

    private final Path file;
    private final Clock clock;
    private final Deque<Entry> latest = new ArrayDeque<>();
    private long total;

    RefusalLog(Path file, Clock clock) throws IOException {
        this.file = file;
        this.clock = clock;
        if (Files.exists(file)) {
            load();
        }
    }

    private void load() throws IOException {
        String text = Files.readString(file);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1); // the last line may have been cut off by a kill
        if (whole.length() < text.length()) {
            Files.writeString(file, whole);
        }
        try (MappingIterator<Entry> lines = Json.MAPPER.readerFor(Entry.class).readValues(whole)) {
            while (lines.hasNextValue()) {
                remember(lines.nextValue());
            }
        }
    }

    synchronized void record(String method, String path, int status, String reason) throws IOException {
        Entry entry = new Entry(clock.instant(), method, path, status, reason);
        remember(entry);
        Files.writeString(file, new String(Json.bytes(entry), StandardCharsets.UTF_8) + "\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    synchronized long total() {
        return total;
    }

    /** The last ones, oldest first. */
    synchronized List<Entry> latest() {
        return List.copyOf(latest);
    }

    private void remember(Entry entry) {
        total++;
        latest.add(entry);
        if (latest.size() > KEPT) {
            latest.remove();
        }
    }
}
