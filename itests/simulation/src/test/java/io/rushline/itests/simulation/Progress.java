package io.rushline.itests.simulation;

import io.rushline.queue.derby.SimulatedStore.Row;
import io.rushline.uploader.api.UploaderStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Looks again and again whether everything that should move does: no row stands still without a word, and no bad clip holds up another (I4). */
final class Progress {

    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final long STANDS = Duration.ofSeconds(60).toNanos() + 2 * LOOK.toNanos();
    private static final long WAITS = Duration.ofMinutes(45).toNanos();

    private final World world;
    private final Map<Long, Since> since = new HashMap<>();
    private long healthySince = Long.MAX_VALUE;
    private Optional<String> silent = Optional.empty();

    /** How a row stood, and from when on. */
    private record Since(String state, int acked, String asset, long at) {
    }

    Progress(World world) {
        this.world = world;
        world.time.after(LOOK, this::look);
    }

    /** From now on all around the appliance is well; or it is not. */
    void healthy(boolean now) {
        healthySince = now ? world.time.nanos() : Long.MAX_VALUE;
    }

    private void look() {
        if (world.appliance.whole()) {
            UploaderStatus status = world.appliance.status();
            for (Row row : world.store.rows().values()) {
                row(row, status);
            }
        } else {
            since.clear();
        }
        world.time.after(LOOK, this::look);
    }

    private void row(Row row, UploaderStatus status) {
        Since before = since.get(row.id());
        boolean moves = status.transfers().stream().anyMatch(transfer -> transfer.item().value() == row.id());
        // Where others have all the slots there are, it waits for its turn; the slots of a link that takes proxies alone are none for it.
        boolean inTurn = status.transfers().size() >= status.flow().parallelParts() || !status.transfers().isEmpty() && world.appliance.carriesProxiesAlone();
        boolean stated = row.state().equals("UPLOADING") && (moves || inTurn || status.why().isPresent() || row.reason() != null || row.growing());
        if (before == null || !before.state.equals(row.state()) || before.acked != row.acked() || !String.valueOf(row.asset()).equals(before.asset) || stated) {
            since.put(row.id(), new Since(row.state(), row.acked(), String.valueOf(row.asset()), world.time.nanos()));
            return;
        }
        long stands = world.time.nanos() - before.at;
        Checks.require(!row.state().equals("UPLOADING") || stands < STANDS, "progress", row + " stands for " + stands / 1_000_000_000
                + " s, and nothing says why: " + status);
        long calm = world.time.nanos() - Math.min(healthySince, world.time.nanos());
        boolean waits = row.state().equals("WAITING") && Optional.ofNullable(row.project()).equals(world.store.bound());
        long bound = WAITS + (long) (3e9 * backlog() / world.link.bytesPerSecond());
        Checks.require(!waits || calm < bound || stands < bound, "I4", row + " waits for " + stands / 1_000_000_000 + " s, and all is well: " + status);
    }

    private double backlog() {
        return world.store.rows().values().stream().filter(row -> row.state().equals("WAITING") || row.state().equals("UPLOADING"))
                .mapToDouble(row -> row.size() * Take.weight(row.name())).sum();
    }
}
