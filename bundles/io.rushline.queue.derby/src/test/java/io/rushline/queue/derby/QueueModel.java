package io.rushline.queue.derby;

import static io.rushline.queue.api.ItemState.CANCELLED;
import static io.rushline.queue.api.ItemState.COMPLETED;
import static io.rushline.queue.api.ItemState.FAILED;
import static io.rushline.queue.api.ItemState.HELD;
import static io.rushline.queue.api.ItemState.PAUSED;
import static io.rushline.queue.api.ItemState.REJECTED;
import static io.rushline.queue.api.ItemState.RETRYING;
import static io.rushline.queue.api.ItemState.UPLOADING;
import static io.rushline.queue.api.ItemState.WAITING;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the queue must do, in the simplest form: plain objects in a list that is the line. Each call says whether it is allowed. */
final class QueueModel {

    static final class Clip {
        ItemId id;
        String name;
        /** Its fingerprint: that of its name, unless it is not known by its file. */
        String print;
        String content;
        int channel;
        Instant createdAt;
        int priority;
        String project;
        ItemState state = WAITING;
        boolean growing;
        /** What holds it: "other", "before", "channel", "duplicate", "manual"; "paused" is only remembered. */
        Set<String> holds = new HashSet<>();
        ItemId duplicateOf;
        String versionOf;
        Instant retryAt = Instant.EPOCH;
        String asset;
        int planned;
        final Set<Integer> acked = new TreeSet<>();

        boolean ended() {
            return !IN_LINE.contains(state);
        }
    }

    private record Pause(String project, int channel, Instant from, Instant to) {
    }

    static final int PARTS = 3;
    private static final int DEVICE = -1;
    private static final Set<ItemState> IN_LINE = EnumSet.of(WAITING, UPLOADING, RETRYING, PAUSED, HELD);
    private static final Map<String, Set<ItemState>> FROM = Map.of(
            "PAUSE", EnumSet.of(WAITING, UPLOADING, RETRYING),
            "RESUME", EnumSet.of(PAUSED, HELD),
            "CANCEL", EnumSet.of(WAITING, UPLOADING, RETRYING, PAUSED, HELD, FAILED),
            "RETRY", EnumSet.of(RETRYING, FAILED, CANCELLED),
            "uploader", EnumSet.of(UPLOADING));

    final List<Clip> line = new ArrayList<>();
    final Set<String> abandoned = new HashSet<>();
    private final List<Pause> pauses = new ArrayList<>();
    String bound;
    boolean manual;
    boolean paused;

    /** @param clip with its print, content, channel, creation time and priority */
    Clip accept(Clip clip) {
        Clip known = find(clip.print);
        if (known != null) {
            return known;
        }
        clip.project = bound;
        line.add(clip);
        judgeContent(clip);
        if (inPause(clip, clip.createdAt)) {
            hold(clip, "channel");
        }
        if (manual) {
            hold(clip, "manual");
        }
        return clip;
    }

    private Clip find(String print) {
        return line.stream().filter(clip -> clip.print.equals(print)).findFirst().orElse(null);
    }

    private void judgeContent(Clip clip) {
        line.stream().filter(other -> other != clip && !clip.content.isEmpty() && clip.content.equals(other.content))
                .filter(other -> !EnumSet.of(CANCELLED, REJECTED, FAILED).contains(other.state))
                .min(Comparator.comparing((Clip other) -> other.id.value())).ifPresent(other -> {
                    clip.duplicateOf = other.id;
                    hold(clip, "duplicate");
                });
    }

    private boolean inPause(Clip clip, Instant time) {
        return pauses.stream().anyMatch(pause -> pause.project.equals(clip.project) && (pause.channel == DEVICE || pause.channel == clip.channel)
                && !time.isBefore(pause.from) && (pause.to == null || time.isBefore(pause.to)));
    }

    private static void hold(Clip clip, String why) {
        clip.holds.add(why);
        if (!clip.ended()) {
            if (clip.state == PAUSED) {
                clip.holds.add("paused");
            }
            clip.state = HELD;
        }
    }

    private static boolean held(Clip clip) {
        return clip.holds.stream().anyMatch(why -> !why.equals("paused"));
    }

    /** @return the clip that stands for it; null: not allowed */
    Clip finished(Clip clip, Clip last) {
        Clip other = find(last.print);
        if (other == null || other == clip) {
            if (clip.growing) {
                end(clip, last);
            }
            return clip.growing || clip.print.equals(last.print) ? clip : null;
        }
        if (!clip.growing) {
            return other;
        }
        boolean begun = !clip.ended() && clip.asset != null;
        Clip winner = begun && other.asset == null ? clip : other;
        Clip loser = winner == clip ? other : clip;
        if (loser == clip) {
            become(clip, last);
        }
        loser.print = Prints.derived(last.print, loser.id);
        if (FROM.get("CANCEL").contains(loser.state)) {
            call("CANCEL", loser, null);
        }
        if (winner == clip) {
            end(clip, last);
        }
        return winner;
    }

    private void end(Clip clip, Clip last) {
        boolean before = inPause(clip, clip.createdAt);
        become(clip, last);
        if (clip.asset == null) {
            judgeContent(clip);
            if (inPause(clip, clip.createdAt) && !before) {
                hold(clip, "channel");
            }
        }
    }

    private static void become(Clip clip, Clip last) {
        clip.growing = false;
        clip.name = last.name;
        clip.print = last.print;
        clip.content = last.content;
        clip.createdAt = last.createdAt;
        clip.channel = last.channel;
    }

    void pauseSeen(String project, Set<Integer> channels, Instant at) {
        for (Pause pause : List.copyOf(pauses)) {
            if (pause.project.equals(project) && pause.to == null && !channels.contains(pause.channel)) {
                pauses.set(pauses.indexOf(pause), new Pause(project, pause.channel, pause.from, at));
            }
        }
        for (int channel : channels) {
            if (pauses.stream().noneMatch(pause -> pause.project.equals(project) && pause.to == null && pause.channel == channel)) {
                pauses.add(new Pause(project, channel, at, null));
                line.stream().filter(clip -> project.equals(clip.project) && clip.asset == null && !clip.createdAt.isBefore(at))
                        .filter(clip -> channel == DEVICE || clip.channel == channel)
                        .filter(clip -> EnumSet.of(WAITING, UPLOADING, RETRYING, HELD).contains(clip.state)).forEach(clip -> hold(clip, "channel"));
            }
        }
    }

    void bind(String project) {
        bound = project;
        for (Clip clip : line) {
            if (clip.ended()) {
                continue;
            }
            if (clip.project == null) {
                hold(clip, "before");
            } else if (!clip.project.equals(project)) {
                hold(clip, "other");
            } else if (clip.holds.remove("other") && !held(clip)) {
                clip.state = clip.holds.remove("paused") ? PAUSED : WAITING;
            }
        }
    }

    /** The clip that must be claimed next, or null. */
    Clip claim(String project, Set<ItemId> inHand, Instant now) {
        Clip next = paused ? null : line.stream()
                .filter(clip -> project.equals(clip.project) && !inHand.contains(clip.id))
                .filter(clip -> clip.state == UPLOADING || clip.state == WAITING || clip.state == RETRYING && !clip.retryAt.isAfter(now))
                .min(Comparator.comparing((Clip clip) -> clip.state != UPLOADING).thenComparing(clip -> -clip.priority)).orElse(null);
        if (next != null) {
            next.state = UPLOADING;
        }
        return next;
    }

    /** @return whether it is allowed */
    boolean call(String call, Clip clip, Instant until) {
        if (!FROM.getOrDefault(call, FROM.get("uploader")).contains(clip.state)) {
            return false;
        }
        switch (call) {
            case "PAUSE" -> clip.state = PAUSED;
            case "CANCEL" -> {
                clip.state = CANCELLED;
                abandon(clip, clip.asset);
            }
            case "fail" -> clip.state = FAILED;
            case "release" -> clip.state = WAITING;
            case "postpone" -> {
                clip.state = RETRYING;
                clip.retryAt = until;
            }
            case "abandonAsset" -> {
                abandon(clip, clip.asset);
                clip.asset = null;
                clip.acked.clear();
                clip.planned = 0;
            }
            case "RESUME" -> resume(clip);
            case "RETRY" -> retry(clip);
            default -> throw new IllegalArgumentException(call);
        }
        return true;
    }

    private void abandon(Clip clip, String asset) {
        if (asset != null) {
            abandoned.add(asset);
        }
    }

    private void resume(Clip clip) {
        clip.holds.clear();
        clip.state = WAITING;
        if (bound != null && !bound.equals(clip.project)) {
            abandon(clip, clip.asset);
            clip.project = bound;
            clip.asset = null;
            clip.versionOf = null;
            clip.acked.clear();
            clip.planned = 0;
        }
    }

    private void retry(Clip clip) {
        clip.holds.removeAll(Set.of("paused", "before", "other"));
        if (bound != null && !bound.equals(clip.project)) {
            clip.holds.add(clip.project == null ? "before" : "other");
        }
        clip.state = held(clip) ? HELD : WAITING;
        abandoned.remove(clip.asset);
    }

    int bulk(String action, Predicate<Clip> which) {
        return (int) List.copyOf(line).stream().filter(which).filter(clip -> call(action, clip, null)).count();
    }

    boolean create(Clip clip, String asset, boolean realtime) {
        if (!asset.equals(clip.asset) && (clip.state != UPLOADING || clip.asset != null)) {
            return false;
        }
        if (clip.asset == null) {
            clip.asset = asset;
            clip.planned = realtime ? 0 : PARTS;
        }
        return true;
    }

    boolean plan(Clip clip, String asset, int parts) {
        if (clip.state != UPLOADING || !asset.equals(clip.asset)) {
            return false;
        }
        clip.planned = Math.max(clip.planned, parts);
        return true;
    }

    void acknowledge(Clip clip, String asset, int part) {
        if (asset.equals(clip.asset) && clip.state != COMPLETED && part <= clip.planned) {
            clip.acked.add(part);
        }
    }

    boolean complete(Clip clip) {
        if (clip.state != COMPLETED && (clip.state != UPLOADING || clip.growing || clip.asset == null || clip.acked.size() < PARTS)) {
            return false;
        }
        clip.state = COMPLETED;
        return true;
    }

    /** The new clip, or null. */
    Clip again(Clip clip) {
        if (clip.state != COMPLETED) {
            return null;
        }
        Clip again = new Clip();
        again.name = clip.name;
        again.content = clip.content;
        again.channel = clip.channel;
        again.createdAt = clip.createdAt;
        again.priority = clip.priority;
        again.project = clip.project;
        again.versionOf = clip.asset;
        line.add(again);
        if (!again.project.equals(bound)) {
            hold(again, "other");
        }
        return again;
    }

    boolean prioritise(Clip clip, int priority) {
        if (clip.ended()) {
            return false;
        }
        line.remove(clip);
        line.add(clip);
        clip.priority = priority;
        return true;
    }

    boolean move(Clip clip, Clip before) {
        if (clip.ended() || before != null && before.ended()) {
            return false;
        }
        if (clip != before) {
            line.remove(clip);
            line.add(before == null ? line.size() : line.indexOf(before), clip);
            clip.priority = before == null ? clip.priority : before.priority;
        }
        return true;
    }
}
