package io.rushline.launcher.ctl;

import io.rushline.launcher.CommandException;
import io.rushline.launcher.Condition;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Follows an update of modules to its end, although the console that answers, or the whole process, is replaced meanwhile. One thread. */
final class UpdateWatch {

    private static final Duration MOST = Duration.ofDays(1);
    static final Duration AWAY = Duration.ofMinutes(2);

    private final Supplier<Optional<Rest>> appliance;
    private final Consumer<String> steps;
    private final Duration away;
    private JsonObject seen;
    private long answeredAt;
    private String told = "";

    /** @param steps told what is going on, for people */
    UpdateWatch(Supplier<Optional<Rest>> appliance, Consumer<String> steps) {
        this(appliance, steps, AWAY);
    }

    /** @param away how long nobody may answer */
    UpdateWatch(Supplier<Optional<Rest>> appliance, Consumer<String> steps, Duration away) {
        this.appliance = appliance;
        this.steps = steps;
        this.away = away;
    }

    /** Gives the update as it ended, or at once where it waits for idleness or a time. */
    JsonObject follow(JsonObject update) throws RestException {
        seen = update;
        answeredAt = System.nanoTime();
        return Condition.await(MOST, this::look, now -> UpdateText.hasEnded(now) || UpdateText.waits(now));
    }

    private JsonObject look() throws RestException {
        Optional<Rest> rest = appliance.get();
        Optional<JsonObject> now = rest.isPresent() ? rest.get().poll("/api/v1/modules/updates/" + Text.number(seen, "id")) : Optional.empty();
        if (now.isPresent()) {
            answeredAt = System.nanoTime();
            seen = now.get();
        } else if (System.nanoTime() - answeredAt > away.toNanos()) {
            throw new CommandException("The appliance has not answered for " + away.toSeconds() + " s; update " + Text.string(seen, "id")
                    + " goes on without this command. Look at 'rushline ctl modules history' when it answers again.");
        }
        String words = now.isPresent() ? UpdateText.line(seen) : "the console is being replaced…";
        if (!words.equals(told)) {
            steps.accept(words);
            told = words;
        }
        return seen;
    }
}
