package io.rushline.recorder.file;

import io.rushline.recorder.api.Recording;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * What this recorder has told, in a file below the home: the recording under way, and the files that are none or have ended. So a successor, or the
 * next start, tells the same recording in the same words and none twice. One thread.
 */
final class Ledger {

    private static final String ENDED = "ended.";
    private static final String FILE = "recording.file";
    private static final String STARTED = "recording.startedAt";

    private final Path file;
    private final Map<String, Long> ended = new HashMap<>();
    private Optional<Recording> recording = Optional.empty();
    private boolean known;

    /** Reads it. A file that is damaged is as one that is not there. */
    Ledger(Path file, RecorderSettings settings) throws IOException {
        this.file = file;
        if (!Files.exists(file)) {
            return;
        }
        Properties read = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            read.load(in);
            for (String key : read.stringPropertyNames()) {
                if (key.startsWith(ENDED)) {
                    ended.put(key.substring(ENDED.length()), Long.valueOf(read.getProperty(key)));
                }
            }
            if (read.containsKey(FILE)) {
                recording = Optional.of(new Recording(settings.name(), settings.channel(), Path.of(read.getProperty(FILE)),
                        Instant.parse(read.getProperty(STARTED)), Optional.empty()));
            }
            known = true;
        } catch (RuntimeException e) { // not as this writes it
            ended.clear();
            recording = Optional.empty();
        }
    }

    /** Whether this recorder has ever looked at its folder. */
    boolean isKnown() {
        return known;
    }

    Optional<Recording> recording() {
        return recording;
    }

    /** Whether a file of this time of change was told to its end. */
    boolean hasEnded(String name, long modifiedMillis) {
        return Long.valueOf(modifiedMillis).equals(ended.get(name));
    }

    /** This is recorded now. On disk when it returns. */
    void begun(Recording now) throws IOException {
        recording = Optional.of(now);
        write();
    }

    /**
     * Nothing is recorded now. On disk when it returns.
     *
     * @param names    of the files that are none, or have ended, with their time of change
     * @param existing names of all files of the folder; what is gone is forgotten
     */
    void ended(Map<String, Long> names, Set<String> existing) throws IOException {
        recording = Optional.empty();
        ended.putAll(names);
        ended.keySet().retainAll(existing);
        write();
    }

    private void write() throws IOException {
        Properties all = new Properties();
        ended.forEach((name, modified) -> all.setProperty(ENDED + name, modified.toString()));
        recording.ifPresent(now -> {
            all.setProperty(FILE, now.file().toString());
            all.setProperty(STARTED, now.startedAt().toString());
        });
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (Writer out = Files.newBufferedWriter(next)) {
            all.store(out, null);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        known = true;
    }
}
