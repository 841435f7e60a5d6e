package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.NetworkStatus.Reach;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

/** Clips under random faults in virtual time: whatever happens, each ends complete, whole and once. A failing seed replays exactly. */
public class RandomFaultsTest {

    private static final int SEEDS = 60;

    @Test
    public void eachClipEndsCompleteWholeAndOnceWhateverHappens() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                new Run(seed).toTheEnd();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Run {
        private final Rig rig;
        private final Random chance;
        private final List<ItemId> clips = new ArrayList<>();
        private final List<String> sentTwice = new ArrayList<>();
        /** Under way through all faults; null where there is none, since its bytes cost time. */
        private ItemId recording;

        Run(long seed) {
            rig = new Rig(seed).start();
            chance = new Random(seed * 31);
            rig.cloud.watched = this::watch;
            rig.cloud.urlsFor = bytes -> bytes > 1_000 ? 3 : Math.max(1, (bytes + 9) / 10);
            if (seed % 15 == 0) {
                recording = rig.record("recording.mov");
                clips.add(recording);
            }
        }

        void toTheEnd() {
            for (int i = 0; i < 60; i++) {
                if (rig.queue.broken == null && clips.size() < 8 && chance.nextInt(4) == 0) {
                    clips.add(rig.accept("clip-" + clips.size() + ".mov", chance.nextInt(200)));
                }
                if (recording != null && chance.nextInt(6) == 0) {
                    rig.grow(recording, chance.nextInt(3 << 20));
                }
                step();
                rig.time.runFor(Duration.ofMillis(chance.nextInt(5_000)));
                assertTrue(rig.engine.status().transfers().size() <= 4);
            }
            if (recording != null && chance.nextBoolean()) {
                finish();
            }
            calm();
            finish();
            for (ItemId clip : clips) {
                rig.time.runUntil(() -> "all complete, " + clip + " is " + rig.queue.row(clip).history + " " + rig.engine.status(), Duration.ofMinutes(30),
                        () -> ended(clip));
            }
            rig.assertWhole(clips.toArray(ItemId[]::new));
            assertEquals("acknowledged and sent again", List.of(), sentTwice);
        }

        private void finish() {
            if (recording != null && rig.queue.row(recording).growing && rig.queue.broken == null && !rig.disk.cardOut) {
                rig.finish(recording);
            }
        }

        /** What fails for good, as a person would see and retry it. */
        private boolean ended(ItemId clip) {
            retryFailed();
            return rig.state(clip) == ItemState.COMPLETED;
        }

        private void retryFailed() {
            try {
                for (ItemId clip : clips) {
                    if (rig.state(clip) == ItemState.FAILED) {
                        rig.queue.apply(Action.RETRY, clip);
                    }
                }
            } catch (QueueException e) {
                assertTrue(e.toString(), e.code() == QueueException.Code.STORE);
            }
        }

        /** What the queue has as acknowledged is not sent again (I2). */
        private void watch(String put) {
            String[] names = put.split("/");
            for (FakeQueue.Row row : rig.queue.all()) {
                if (row.asset != null && row.asset.id().equals(names[0]) && row.parts.get(Integer.parseInt(names[1])).acknowledged()) {
                    sentTwice.add(put);
                }
            }
        }

        private void step() {
            switch (chance.nextInt(16)) {
                case 0 -> rig.cloud.callFaults.add(FakeCloud.answer(503, Map.of(), ""));
                case 1 -> rig.cloud.callFaults.add(FakeCloud.answer(429, Map.of("retry-after", "7"), ""));
                case 2 -> rig.cloud.putFaults.add(FakeCloud.storage(400, "RequestTimeout"));
                case 3 -> rig.cloud.lateFaults.add(FakeCloud.broken(CloudException.Code.CUT));
                case 4 -> {
                    rig.cloud.down = !rig.cloud.down;
                    rig.reach = rig.cloud.down && chance.nextBoolean() ? Reach.OFFLINE : Reach.UNKNOWN;
                    rig.engine.wake();
                }
                case 5 -> rig.cloud.cutAfter = rig.cloud.cutAfter == 5 ? Integer.MAX_VALUE : 5;
                case 6 -> rig.queueThere(chance.nextBoolean());
                case 7 -> rig.replaceQueue();
                case 8 -> kill();
                case 9 -> swap();
                case 10 -> rig.disk.cardOut = !rig.disk.cardOut;
                case 11 -> rig.queue.broken = rig.queue.broken == null ? QueueException.Code.STORE : null;
                case 12 -> rig.cloudThere(chance.nextBoolean());
                case 13 -> rig.cloud.assets.values().stream().filter(a -> !a.complete()).findFirst().ifPresent(a -> a.expired = true);
                case 14 -> pauseOrResume();
                default -> {
                    rig.cloud.validToken = "token-" + (rig.cloud.calls + 2);
                    rig.connector.nextToken = rig.cloud.validToken;
                }
            }
            retryFailed();
        }

        private void kill() {
            rig.kill();
            rig.time.runFor(Duration.ofSeconds(5));
            rig.start();
        }

        /** As the component does it when it is replaced. */
        private void swap() {
            var stopped = rig.engine.stop();
            rig.time.runFor(Duration.ofSeconds(chance.nextInt(10)));
            if (!stopped.isDone()) {
                rig.engine.cut();
                rig.time.runFor(Duration.ofSeconds(2));
            }
            rig.kill();
            rig.start();
        }

        private void pauseOrResume() {
            if (clips.isEmpty()) {
                return;
            }
            ItemId clip = clips.get(chance.nextInt(clips.size()));
            try {
                if (rig.state(clip) == ItemState.PAUSED) {
                    rig.queue.apply(Action.RESUME, clip);
                } else if (rig.state(clip) != ItemState.COMPLETED) {
                    rig.queue.apply(Action.PAUSE, clip);
                }
            } catch (QueueException e) {
                assertTrue(e.toString(), e.code() == QueueException.Code.STORE);
            }
        }

        private void calm() {
            rig.cloud.down = false;
            rig.reach = Reach.ONLINE;
            rig.cloud.cutAfter = Integer.MAX_VALUE;
            rig.cloud.callFaults.clear();
            rig.cloud.putFaults.clear();
            rig.cloud.lateFaults.clear();
            rig.disk.cardOut = false;
            rig.queue.broken = null;
            rig.cloudThere(true);
            rig.queueThere(true);
            for (ItemId clip : clips) {
                if (rig.state(clip) == ItemState.PAUSED) {
                    try {
                        rig.queue.apply(Action.RESUME, clip);
                    } catch (QueueException e) {
                        throw new AssertionError(e);
                    }
                }
            }
            rig.engine.wake();
        }
    }
}
