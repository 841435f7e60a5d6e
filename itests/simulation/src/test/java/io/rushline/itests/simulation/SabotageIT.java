package io.rushline.itests.simulation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import io.rushline.auth.api.AccessToken;
import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.PartUpload;
import io.rushline.queue.api.Asset;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.Work;
import io.rushline.queue.derby.SimulatedStore;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Each invariant, broken on purpose: the {@link Simulation} notices, and calls it by its name. */
@RunWith(Parameterized.class)
public class SabotageIT {

    private static final Duration LENGTH = Duration.ofHours(1);
    private static final int SEEDS = 10;

    /** What a {@link Sabotage} does at one method. */
    private interface Wrongly {
        Object call(World world, Object[] arguments, Callable<Object> rightly) throws Throwable;
    }

    private final String invariant;
    private final Sabotage sabotage;

    public SabotageIT(String invariant, String what, Sabotage sabotage) {
        this.invariant = invariant;
        this.sabotage = sabotage;
    }

    @Parameters(name = "{0} {1}")
    public static List<Object[]> ways() {
        List<Object[]> ways = new ArrayList<>();
        ways.add(way("I1", "the queue loses a clip it has accepted", "accept", (world, arguments, rightly) -> {
            ItemId id = (ItemId) rightly.call();
            world.store.meddle("DELETE FROM items WHERE id = ?", id.value());
            return id;
        }));
        ways.add(way("I2", "parts that are acknowledged are sent again", "claim", (world, arguments, rightly) -> work(rightly, work ->
                new Work(work.item(), work.asset(), work.parts().stream().map(p -> Part.toSend(p.number(), p.offsetBytes(), p.sizeBytes())).toList()))));
        ways.add(way("I2", "a part is acknowledged that was never sent", "put", (world, arguments, rightly) -> new Answer(200, Map.of(), "")));
        ways.add(way("I3", "a clip's asset is made twice", "call", (world, arguments, rightly) -> {
            if (((Call) arguments[0]).path().endsWith("/assets")) {
                rightly.call();
            }
            return rightly.call();
        }));
        ways.add(way("I3", "a clip's asset is forgotten, and another one made", "claim", (world, arguments, rightly) -> work(rightly, work ->
                new Work(work.item(), Optional.empty(), List.of()))));
        ways.add(way("I3", "other bytes are sent than stand in the file", "put", (world, arguments, rightly) -> {
            PartUpload part = (PartUpload) arguments[0];
            arguments[0] = new PartUpload(part.url(), part.contentType(), part.sizeBytes(), out -> part.body().writeTo(turned(out)), part.from());
            return rightly.call();
        }));
        ways.add(way("I4", "nothing is sent once a clip has failed", "claim", (world, arguments, rightly) ->
                world.store.rows().values().stream().anyMatch(row -> row.state().equals("FAILED")) ? Optional.empty() : rightly.call()));
        ways.add(way("I5", "an acknowledgement is not written down", "acknowledge", (world, arguments, rightly) -> null));
        ways.add(way("I5", "a clip that is postponed loses its receipts", "postpone", (world, arguments, rightly) -> {
            world.store.meddle("UPDATE parts SET acked_at = NULL WHERE item_id = ?", ((ItemId) arguments[0]).value());
            return rightly.call();
        }));
        ways.add(way("I6", "upload URLs are stored in clear", "assetCreated", (world, arguments, rightly) -> {
            Object done = rightly.call();
            Asset asset = (Asset) arguments[1];
            asset.uploadUrls().forEach(url -> world.store.meddle("UPDATE items SET networks = ? WHERE asset_id = ?", url.toString(), asset.id()));
            return done;
        }));
        ways.add(way("I6", "upload URLs are logged", "put", (world, arguments, rightly) -> {
            System.getLogger("io.rushline.uploader.c2c.Sabotage").log(System.Logger.Level.DEBUG, "PUT " + ((PartUpload) arguments[0]).url());
            return rightly.call();
        }));
        ways.add(way("I7", "pauses are not heard", "pauseSeen", (world, arguments, rightly) -> null));
        ways.add(way("I8", "clips go where another token leads", "token", (world, arguments, rightly) ->
                new AccessToken(world.cloud.newToken(World.PROJECTS.get(1)), Instant.MAX)));
        ways.add(way("I8", "clips follow the device to another project", "bind", (world, arguments, rightly) -> {
            Object done = rightly.call();
            world.store.meddle("UPDATE items SET project_id = 'p2' WHERE state <> 'COMPLETED'");
            return done;
        }));
        ways.add(way("progress", "what is claimed is not begun", "claim", (world, arguments, rightly) -> {
            rightly.call();
            return Optional.empty();
        }));
        return ways;
    }

    private static Object[] way(String invariant, String what, String method, Wrongly wrongly) {
        Sabotage sabotage = (world, called, arguments, rightly) -> called.equals(method) ? wrongly.call(world, arguments, rightly) : rightly.call();
        return new Object[] {invariant, what, sabotage};
    }

    private static Object work(Callable<Object> rightly, UnaryOperator<Work> wrong) throws Exception {
        return ((Optional<?>) rightly.call()).map(work -> wrong.apply((Work) work));
    }

    private static OutputStream turned(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                byte[] turned = new byte[length];
                for (int i = 0; i < length; i++) {
                    turned[i] = (byte) (bytes[offset + i] ^ 1);
                }
                out.write(turned, 0, length);
            }
        };
    }

    /** In one shoot or another: not each has what is done wrong. */
    @Test
    public void isNoticed() throws InterruptedException {
        try (SimulatedStore store = new SimulatedStore("sabotaged")) {
            for (long seed = 1; seed <= SEEDS; seed++) {
                Simulation.run(seed, LENGTH, store, sabotage);
            }
        } catch (AssertionError seen) {
            assertTrue(seen.toString(), seen.getCause() instanceof Violation);
            assertEquals(seen.toString(), invariant, ((Violation) seen.getCause()).invariant());
            return;
        }
        fail("nobody noticed");
    }
}
