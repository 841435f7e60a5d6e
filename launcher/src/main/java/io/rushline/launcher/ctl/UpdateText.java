package io.rushline.launcher.ctl;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Optional;
import java.util.stream.Collectors;

/** Updates of modules, and plans for them, in words. */
final class UpdateText {

    private UpdateText() {
    }

    /** {@code a.b 1.0.0 -> 1.1.0, new: c.d 1.0.0}. */
    static String changes(JsonObject update) {
        String changes = Text.objects(update, "changes").stream().map(UpdateText::change).collect(Collectors.joining(", "));
        return changes.isEmpty() ? "nothing changes" : changes;
    }

    private static String change(JsonObject change) {
        String module = Text.string(change, "module");
        String from = Text.string(change, "from");
        String to = Text.string(change, "to");
        return from.isEmpty() ? "new: " + module + " " + to : to.isEmpty() ? "goes: " + module + " " + from : module + " " + from + " -> " + to;
    }

    static String restarts(JsonObject plan) {
        return "restarts only: " + Text.array(plan, "restarts").getValuesAs(JsonString.class).stream().map(JsonString::getString).map(Text::printable)
                .collect(Collectors.joining(", "));
    }

    /** On one line. */
    static String line(JsonObject update) {
        return "update " + Text.string(update, "id") + ": " + Text.string(update, "state") + ", " + changes(update);
    }

    /** Why it was refused or rolled back; empty where nothing is known. */
    static String why(JsonObject update) {
        JsonObject why = Text.object(update, "why");
        return String.join(" ", Text.string(why, "what"), Text.string(update, "detail"), Text.string(why, "todo")).strip().replaceAll(" {2,}", " ");
    }

    static boolean isKept(JsonObject update) {
        return Text.string(update, "state").equals("COMMITTED");
    }

    static boolean hasEnded(JsonObject update) {
        return !Text.string(update, "endedAt").isEmpty();
    }

    /** Whether it waits for idleness or a time. */
    static boolean waits(JsonObject update) {
        return Text.string(update, "state").equals("SCHEDULED") && !Text.string(update, "when").equals("now");
    }

    /** Why an update that has ended is no success; empty for one that was kept, or goes on. */
    static Optional<String> failure(JsonObject update) {
        return hasEnded(update) && !isKept(update) ? Optional.of(Text.string(update, "state") + ". " + why(update)) : Optional.empty();
    }
}
