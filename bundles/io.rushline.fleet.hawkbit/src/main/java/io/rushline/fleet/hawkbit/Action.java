package io.rushline.fleet.hawkbit;

import io.rushline.fleet.hawkbit.Deployment.Item;
import io.rushline.modules.api.Actor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An action of the server, as far as it is here.
 *
 * @param id     digits
 * @param agreed a person has agreed to it
 * @param items  the files: one set, installed as one
 * @param mark   the newest update in the history before this one was asked for
 * @param update its id in the history; null: not (known to be) asked for
 * @param cancel the cancellation to be answered when it is known what became of the update; null: none
 * @param loaded whether the server was told that all files have come
 */
record Action(String id, Phase phase, boolean agreed, List<Item> items, long mark, Long update, String cancel, boolean loaded) {
    Action {
        items = items == null ? List.of() : List.copyOf(items);
    }

    /** How far it is. */
    enum Phase {
        /** The server waits for a person's agreement. */
        CONFIRMING,
        /** This appliance's own setting demands a person's agreement. */
        ASKING,
        /** A person has refused what the server still offers. */
        DENIED,
        /** Files come, or will. */
        DOWNLOADING,
        /** All files are staged. */
        DOWNLOADED,
        /** The update is being asked for; it may be in the history already. */
        INSTALLING,
        /** The update is in the history. */
        FOLLOWING
    }

    private static final Map<Phase, Set<Phase>> NEXT = Map.of(
            Phase.CONFIRMING, Set.of(Phase.DENIED, Phase.ASKING, Phase.DOWNLOADING),
            Phase.ASKING, Set.of(Phase.DOWNLOADING),
            Phase.DENIED, Set.of(Phase.CONFIRMING, Phase.ASKING, Phase.DOWNLOADING),
            Phase.DOWNLOADING, Set.of(Phase.DOWNLOADED),
            Phase.DOWNLOADED, Set.of(Phase.DOWNLOADING, Phase.INSTALLING),
            Phase.INSTALLING, Set.of(Phase.DOWNLOADED, Phase.FOLLOWING),
            Phase.FOLLOWING, Set.of(Phase.DOWNLOADED));

    /** A mark: whether it was asked for before the notes were lost is to be looked up. */
    static final long LOST = -1;

    static Action begin(String id, Phase phase, boolean agreed, List<Item> items) {
        return new Action(id, phase, agreed, items, 0, null, null, false);
    }

    /** @throws IllegalStateException there is no way to that phase */
    Action to(Phase next) {
        if (!NEXT.get(phase).contains(next)) {
            throw new IllegalStateException("an action cannot go from " + phase + " to " + next);
        }
        return new Action(id, next, agreed, items, mark, update, cancel, loaded);
    }

    Action agree() {
        return new Action(id, phase, true, items, mark, update, cancel, loaded);
    }

    Action withItems(List<Item> now) {
        return new Action(id, phase, agreed, now, mark, update, cancel, loaded);
    }

    Action installing(long newest) {
        return new Action(id, phase, agreed, items, newest, null, cancel, loaded).to(Phase.INSTALLING);
    }

    Action following(long found) {
        return new Action(id, phase, agreed, items, mark, found, cancel, loaded).to(Phase.FOLLOWING);
    }

    Action cancelledBy(String cancellation) {
        return new Action(id, phase, agreed, items, mark, update, cancellation, loaded);
    }

    Action nowLoaded() {
        return new Action(id, phase, agreed, items, mark, update, cancel, true);
    }

    boolean asks() {
        return phase == Phase.CONFIRMING && !agreed || phase == Phase.ASKING;
    }

    /** Whether the modules' provider has (perhaps) been asked: it can only be cancelled there. */
    boolean handedOver() {
        return phase == Phase.INSTALLING || phase == Phase.FOLLOWING;
    }

    List<String> sha256() {
        return items.stream().map(Item::sha256).toList();
    }

    Actor actor() {
        return actor(id);
    }

    /** As it stands in the history. */
    static Actor actor(String id) {
        return new Actor(Actor.Via.FLEET, "action " + id);
    }
}
