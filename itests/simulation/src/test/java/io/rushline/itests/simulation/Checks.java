package io.rushline.itests.simulation;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.derby.SimulatedStore.Abandoned;
import io.rushline.queue.derby.SimulatedStore.Fault;
import io.rushline.queue.derby.SimulatedStore.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The invariants of architecture.md: those of the moment when it comes, those of each row as soon as it has
 * changed, those of the whole now and then, when the power was cut, and at the end. What people did, and what
 * was seen, is told to it.
 */
final class Checks {

    /** Why an asset may be given up though all of it has arrived: a person's wish, or another file. */
    private static final Set<String> MAY_BE_WHOLE = Set.of("media.changed-under-upload", "queue.other-project", "queue.cancelled", "media.superseded",
            "queue.same-recording", "media.changed", "media.gone");
    private static final long EVENTS_BETWEEN = 400;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final World world;
    private final Set<Long> accepted = new HashSet<>();
    private final Set<Long> verified = new HashSet<>();
    private final Map<Long, String> projects = new HashMap<>();
    /** By item: when a person last had it sent. */
    private final Map<Long, Long> wanted = new HashMap<>();
    /** By name: when a person last asked for a new version, of which the queue may have said that it cannot though it has done so. */
    private final Map<String, Long> versions = new HashMap<>();
    /** As they were when they were last looked at. */
    private Map<Long, Row> before = Map.of();
    /** As the queue was told, by the wall clock. */
    private final Pauses seen = new Pauses();
    /** When the queue could last be told anything. */
    private long tellableAt;
    private AssertionError found;

    Checks(World world) {
        this.world = world;
    }

    /** In the middle of an uploader's work, which would take it for a failure of its own. */
    void found(AssertionError violation) {
        found = found == null ? violation : found;
    }

    // ---- what is told

    void accepted(long item) {
        accepted.add(item);
    }

    /** A person wants these sent. */
    void wanted(long item) {
        wanted.put(item, world.time.nanos());
    }

    void wantedAgain(String name) {
        versions.put(name, world.time.nanos());
    }

    private long wantedAt(Row row) {
        return Math.max(wanted.getOrDefault(row.id(), -1L), row.versionOf() == null ? -1 : versions.getOrDefault(row.name(), -1L));
    }

    void pauseSeen(String project, Set<Integer> channels, Instant at) {
        Set<Integer> before = seen.now(project);
        for (int channel : before) {
            if (!channels.contains(channel)) {
                seen.end(project, channel, at.toEpochMilli());
            }
        }
        for (int channel : channels) {
            if (!before.contains(channel)) {
                seen.begin(project, channel, at.toEpochMilli(), world.time.nanos());
            }
        }
    }

    /** The queue said that it has a receipt. */
    void acknowledged(ItemId item, String asset, int part) {
        Row row = world.store.rows().get(item.value());
        if (row == null || !asset.equals(row.asset())) {
            return; // it was given up meanwhile
        }
        require(world.store.acknowledged(asset, part), "I5", "the receipt of part " + part + " of " + asset + " is not on disk, though the queue says so");
        CloudAsset there = world.cloud.assets().get(asset);
        require(there.parts.containsKey(part), "I2", "part " + part + " of " + asset + ", item " + item + ", is acknowledged, and the cloud has it not");
        there.acknowledged.add(part);
    }

    /** Uploader or appliance are about to be gone: what they had in memory is lost. */
    void dying() {
        Set<String> known = known(world.store.rows(), world.store.abandoned());
        for (CloudAsset asset : world.cloud.assets().values()) {
            if (!known.contains(asset.id) && asset.createdAt > tellableAt - 2 * MINUTE) {
                asset.forgotten = true;
            }
        }
    }

    private static Set<String> known(Map<Long, Row> rows, List<Abandoned> abandoned) {
        Set<String> known = new HashSet<>();
        rows.values().forEach(row -> known.add(row.asset()));
        abandoned.forEach(each -> known.add(each.asset()));
        return known;
    }

    // ---- in the cloud's moments

    /**
     * For an asset; it may be refused.
     *
     * @param began when the uploader made the call
     */
    void asked(String project, String name, long began) {
        Take take = world.take(name);
        if (!world.clockWasSet) {
            seen.heard(project, take.channel, take.createdAt.toEpochMilli()).filter(heard -> began - heard > SECOND).forEach(heard -> require(
                    own(take).anyMatch(row -> wantedAt(row) >= heard), "I7", take.name() + " is offered to " + project + ", made at "
                            + take.createdAt + " while channel " + take.channel + " was paused, though that had been seen"));
        }
    }

    private Stream<Row> own(Take take) {
        return world.store.rows().values().stream().filter(row -> Take.numberOf(row.name()) == take.number);
    }

    void created(CloudAsset asset) {
        Take take = world.take(asset.name);
        List<Row> own = own(take).toList();
        List<Row> meant = own.stream().filter(row -> Optional.ofNullable(row.versionOf()).equals(asset.versionOf)).toList();
        boolean lately = own.stream().anyMatch(row -> world.time.nanos() - wanted.getOrDefault(row.id(), -2 * MINUTE) < MINUTE);
        require(lately || meant.stream().anyMatch(row -> asset.project.equals(row.project())), "I8",
                asset.id + " is made in " + asset.project + " for " + meant);
        require(meant.stream().anyMatch(row -> row.asset() == null), "I3", asset.id + " is made though there is one: " + meant);
    }

    void sending(CloudAsset asset, int part) {
        require(!world.store.acknowledged(asset.id, part), "I2", "part " + part + " of " + asset.id + " is sent though its receipt is on disk");
        require(!asset.acknowledged.contains(part), "I5", "part " + part + " of " + asset.id + " is sent again, since its receipt was lost");
    }

    // ---- of the whole

    void afterEvent() {
        if (found != null) {
            throw found;
        }
        if (world.appliance.queueThere() && world.store.fault() == Fault.NONE) {
            tellableAt = world.time.nanos();
        }
        changed();
        world.leak().ifPresent(line -> require(false, "I6", "a secret in the log: " + line));
        if (world.time.events() % EVENTS_BETWEEN == 0) {
            all();
        }
    }

    /** The rows that are not as they were. */
    private void changed() {
        Map<Long, Row> rows = world.store.rows();
        if (rows == before) {
            return;
        }
        notForgotten(rows);
        rows.values().stream().filter(row -> !row.equals(before.get(row.id()))).forEach(row -> {
            row(row);
            world.store.receipts(row.id()).forEach(this::receipts);
        });
        before = rows;
    }

    void all() {
        Map<Long, Row> rows = world.store.rows();
        notForgotten(rows);
        rows.values().forEach(this::row);
        world.store.receipts().forEach(this::receipts);
        List<String> readable = world.store.holding(CloudModel.SECRET);
        require(readable.isEmpty(), "I6", "a secret stands in " + readable);
        if (world.appliance.on()) {
            shown(world.appliance.status().toString());
        }
    }

    /** To people. */
    void shown(String what) {
        require(!what.contains(CloudModel.SECRET), "I6", "a secret is shown: " + what);
    }

    private void notForgotten(Map<Long, Row> rows) {
        Set<Long> archived = accepted.stream().allMatch(rows::containsKey) ? Set.of() : world.store.archived();
        for (long item : accepted) {
            require(rows.containsKey(item) || archived.contains(item), "I1", "item " + item + " is forgotten");
        }
    }

    private void row(Row row) {
        String project = projects.put(row.id(), String.valueOf(row.project()));
        require(project == null || project.equals(String.valueOf(row.project())) || wanted.containsKey(row.id()), "I8",
                row + " was for " + project + ", and nobody said otherwise");
        if (row.state().equals("COMPLETED") && verified.add(row.id())) {
            complete(row);
        }
    }

    private void receipts(String asset, Set<Integer> parts) {
        CloudAsset there = world.cloud.assets().get(asset);
        require(parts.containsAll(there.acknowledged), "I5", "of " + asset + " the receipts of " + there.acknowledged + " were on disk, now " + parts);
        require(there.parts.keySet().containsAll(parts), "I2", "of " + asset + " parts " + parts + " are acknowledged, the cloud has " + there.parts.keySet());
    }

    private void complete(Row row) {
        CloudAsset asset = world.cloud.assets().get(row.asset());
        require(asset != null && asset.complete() && asset.filesize == row.size(), "I3", row + " is complete, but not in the cloud");
        require(asset.project.equals(row.project()), "I8", row + " lies in " + asset.project);
        require(world.store.rows().values().stream().filter(other -> row.asset().equals(other.asset())).count() == 1, "I3", "two items have " + asset.id);
        Take take = world.take(asset.name);
        if (take.changedUnseen) {
            require(partsFit(asset, take), "I3", "a part of " + asset.id + " never stood in " + take.path);
            return;
        }
        Cards.Version right = null;
        for (Cards.Version version : take.file.versions) {
            right = fits(asset, version) ? version : right;
        }
        require(right != null, "I3", asset.id + " holds what never stood in " + take.path);
        require(right.content().sha256(right.size()).equals(row.sha256()), "I3", row + " has another SHA-256 than its bytes");
    }

    private static boolean fits(CloudAsset asset, Cards.Version version) {
        if (version.size() != asset.filesize) {
            return false;
        }
        long offset = 0;
        for (CloudAsset.Stored part : asset.parts.values()) {
            if (version.content().crc(offset, part.size()) != part.crc()) {
                return false;
            }
            offset += part.size();
        }
        return true;
    }

    private static boolean partsFit(CloudAsset asset, Take take) {
        long offset = 0;
        for (CloudAsset.Stored part : asset.parts.values()) {
            long from = offset;
            // One that was sent at the very moment may be of two halves.
            long fitting = take.file.versions.stream().filter(version -> version.content().crc(from, part.size()) == part.crc()).count();
            if (fitting == 0 && take.file.versions.size() < 2) {
                return false;
            }
            offset += part.size();
        }
        return true;
    }

    // ---- once all is over

    /** Every asset is some item's, or is listed, or nobody could know of it. */
    void atTheEnd() {
        all();
        Map<Long, Row> rows = world.store.rows();
        List<Abandoned> abandoned = world.store.abandoned();
        Map<String, String> listed = new HashMap<>();
        abandoned.stream().filter(each -> each.asset() != null).forEach(each -> listed.put(each.asset(), each.reason()));
        Set<String> used = new HashSet<>();
        rows.values().forEach(row -> used.add(row.asset()));
        Map<Integer, Long> unnamed = new HashMap<>();
        for (CloudAsset asset : world.cloud.assets().values()) {
            if (used.contains(asset.id) || asset.forgotten || !world.store.archived().isEmpty()) {
                continue;
            }
            String why = listed.get(asset.id);
            require(why != null || asset.answerLost, "I3", asset.id + " of " + asset.name + " is nobody's, and not listed");
            if (why == null) {
                unnamed.merge(Take.numberOf(asset.name), 1L, Long::sum);
                require(asset.parts.isEmpty(), "I3", asset.id + ", whose answer was lost, is filled");
            }
            require(!asset.fullyAcknowledged() || MAY_BE_WHOLE.contains(why), "I3", asset.id + " of " + asset.name + " is whole and was acknowledged, but given up: "
                    + why);
        }
        unnamed.forEach((take, count) -> require(abandoned.stream().filter(each -> each.asset() == null
                && rows.containsKey(each.item()) && Take.numberOf(rows.get(each.item()).name()) == take).count() >= count, "I3", count + " assets of take " + take
                + " without a known id, and not as many listed"));
    }

    static void require(boolean holds, String invariant, String what) {
        if (!holds) {
            throw new Violation(invariant, what);
        }
    }
}
