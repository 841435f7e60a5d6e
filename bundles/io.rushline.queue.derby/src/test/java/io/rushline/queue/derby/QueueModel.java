package io.rushline.queue.derby;

import static io.rushline.queue.api.ItemState.CANCELLED;
import static io.rushline.queue.api.ItemState.COMPLETED;
import static io.rushline.queue.api.ItemState.FAILED;
import static io.rushline.queue.api.ItemState.HELD;
import static io.rushline.queue.api.ItemState.PAUSED;
import static io.rushline.queue.api.ItemState.RETRYING;
import static io.rushline.queue.api.ItemState.UPLOADING;
import static io.rushline.queue.api.ItemState.WAITING;

import io.rushline.queue.api.ItemState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the queue must do, in the simplest form: plain objects in a list that is the line. Each call says whether it is allowed. */
final class QueueModel {

    static final class Clip {
        final String name;
        int priority;
        String project;
        ItemState state = WAITING;
        boolean heldForProject;
        boolean pausedBefore;
        Instant retryAt = Instant.EPOCH;
        String asset;
        final Set<Integer> acked = new TreeSet<>();

        Clip(String name, int priority, String project) {
            this.name = name;
            this.priority = priority;
            this.project = project;
        }
    }

    static final int PARTS = 3;
    private static final Set<ItemState> IN_LINE = EnumSet.of(WAITING, UPLOADING, RETRYING, PAUSED, HELD);
    private static final Map<String, Set<ItemState>> FROM = Map.of(
            "pause", EnumSet.of(WAITING, UPLOADING, RETRYING),
            "resume", EnumSet.of(PAUSED, HELD),
            "cancel", EnumSet.of(WAITING, UPLOADING, RETRYING, PAUSED, HELD, FAILED),
            "retry", EnumSet.of(RETRYING, FAILED, CANCELLED),
            "uploader", EnumSet.of(UPLOADING));

    final List<Clip> line = new ArrayList<>();
    String bound;

    Clip accept(String name, int priority) {
        return line.stream().filter(clip -> clip.name.equals(name)).findFirst().orElseGet(() -> {
            Clip clip = new Clip(name, priority, bound);
            line.add(clip);
            return clip;
        });
    }

    void bind(String project) {
        if (project.equals(bound)) {
            return;
        }
        bound = project;
        for (Clip clip : line) {
            if (clip.project == null) {
                clip.project = project;
            }
            boolean own = clip.project.equals(project);
            if (own && clip.state == HELD && clip.heldForProject) {
                clip.state = clip.pausedBefore ? PAUSED : WAITING;
            } else if (!own && EnumSet.of(WAITING, UPLOADING, RETRYING, PAUSED).contains(clip.state)) {
                clip.pausedBefore = clip.state == PAUSED;
                clip.state = HELD;
                clip.heldForProject = true;
            }
        }
    }

    /** The clip that must be claimed next, or null. */
    Clip claim(String project, Set<String> inHand, Instant now) {
        Clip next = line.stream()
                .filter(clip -> project.equals(clip.project) && !inHand.contains(clip.name))
                .filter(clip -> clip.state == UPLOADING || clip.state == WAITING || clip.state == RETRYING && !clip.retryAt.isAfter(now))
                .min(Comparator.comparing((Clip clip) -> clip.state != UPLOADING).thenComparing(clip -> -clip.priority)).orElse(null);
        if (next != null) {
            next.state = UPLOADING;
        }
        return next;
    }

    boolean allows(String call, Clip clip) {
        return FROM.getOrDefault(call, FROM.get("uploader")).contains(clip.state);
    }

    /** @return whether it is allowed */
    boolean call(String call, Clip clip, Instant until) {
        if (!allows(call, clip)) {
            return false;
        }
        switch (call) {
            case "pause" -> clip.state = PAUSED;
            case "cancel" -> clip.state = CANCELLED;
            case "fail" -> clip.state = FAILED;
            case "release" -> clip.state = WAITING;
            case "postpone" -> {
                clip.state = RETRYING;
                clip.retryAt = until;
            }
            case "abandonAsset" -> {
                clip.asset = null;
                clip.acked.clear();
            }
            case "resume" -> {
                if (clip.state == HELD && clip.heldForProject) {
                    clip.project = bound;
                    clip.asset = null;
                    clip.acked.clear();
                }
                backInLine(clip);
            }
            case "retry" -> backInLine(clip);
            default -> throw new IllegalArgumentException(call);
        }
        return true;
    }

    private void backInLine(Clip clip) {
        boolean other = clip.project != null && !clip.project.equals(bound);
        clip.state = other ? HELD : WAITING;
        clip.heldForProject = other;
        clip.pausedBefore = false;
    }

    boolean create(Clip clip, String asset) {
        if (!asset.equals(clip.asset) && (clip.state != UPLOADING || clip.asset != null)) {
            return false;
        }
        clip.asset = asset;
        return true;
    }

    void acknowledge(Clip clip, String asset, int part) {
        if (asset.equals(clip.asset) && clip.state != COMPLETED) {
            clip.acked.add(part);
        }
    }

    boolean complete(Clip clip) {
        if (clip.state != COMPLETED && (clip.state != UPLOADING || clip.asset == null || clip.acked.size() < PARTS)) {
            return false;
        }
        clip.state = COMPLETED;
        return true;
    }

    boolean move(Clip clip, Clip before) {
        if (!IN_LINE.contains(clip.state) || before != null && !IN_LINE.contains(before.state)) {
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
