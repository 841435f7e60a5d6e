package io.rushline.ingest.folder;

import io.rushline.status.api.Warning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Says which complete files cannot be handed over, and why, when that lasts. One thread. */
final class Obstacles {

    private static final String REFUSED = "ingest.folder.refused";
    private static final String HELD = "ingest.folder.held";
    /** So long a program may keep a file open, or leave a partial file, without anybody being told. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Warnings warnings;
    private final Map<Path, Refusal> refusals = new HashMap<>();
    private final Map<Path, Hold> holds = new HashMap<>();

    private record Refusal(String what, String todo) {
    }

    private record Hold(String why, long since) {
    }

    Obstacles(Warnings warnings) {
        this.warnings = warnings;
    }

    /** The queue did not take it. */
    void refused(Path file, String what, String todo) {
        refusals.put(file, new Refusal(what, todo));
    }

    /** Whether the queue has not refused this file before. */
    boolean isNew(Path file) {
        return !refusals.containsKey(file);
    }

    /** It does not change, but something says that it is not complete. */
    void held(Path file, String why, long now) {
        holds.compute(file, (path, before) -> new Hold(why, before == null ? now : before.since()));
    }

    /** The file has been handed over, has changed, or is not there any more. */
    void gone(Path file) {
        refusals.remove(file);
        holds.remove(file);
    }

    void clear() {
        refusals.clear();
        holds.clear();
        show(0);
    }

    void show(long now) {
        refusals.entrySet().stream().findAny().ifPresentOrElse(
                any -> warnings.raise(REFUSED, Warning.Severity.ERROR, "Clips cannot be put into the queue: " + any.getValue().what()
                        + " It is tried again.", any.getValue().todo()),
                () -> warnings.clear(REFUSED));
        holds.entrySet().stream().filter(each -> now - each.getValue().since() > PATIENCE.toNanos()).map(Map.Entry::getKey).min(Path::compareTo)
                .ifPresentOrElse(file -> warnings.raise(HELD, Warning.Severity.WARNING, RelativeName.shown(file)
                        + " has not changed for minutes, but " + holds.get(file).why() + ".",
                        "If it is complete, close the program that writes it, or delete the partial file."),
                        () -> warnings.clear(HELD));
    }
}
