package io.rushline.auth.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.Channel;
import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Connection.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What {@code devices/me} says of pauses, channels and names, and how it is asked again. */
public class LookTest extends ConnectionsTestBase {

    private static String me(String more) {
        return "{\"id\":\"pd1\",\"project_id\":\"p1\",\"project\":{\"id\":\"p1\",\"name\":\"Feature\"}," + more + "}";
    }

    private Connection read(String more) throws Exception {
        cloud.on(FakeCloud.ME, FakeCloud.answer(200, me(more)));
        connections.look();
        virtual.pass(Duration.ofSeconds(5));
        return connections.connection();
    }

    @Test
    public void pausesOfTheDeviceAndOfChannelsAreShownWithTheTimeTheyWereSeen() throws Exception {
        pair();
        Connection now = read("\"status\":\"Paused\",\"channels\":[{\"id\":\"c\",\"name\":\"B\",\"external_index\":1,\"status\":\"PAUSED\"},"
                + "{\"name\":\"A\",\"external_index\":0,\"status\":\"enabled\"}]");
        assertTrue(now.paused());
        assertEquals(List.of(new Channel(0, "A", false), new Channel(1, "B", true)), now.channels());
        Instant seen = now.seenAt().orElseThrow();
        virtual.pass(Duration.ofMinutes(1));
        int writes = vault.writes;
        now = read("\"status\":\"online\",\"channels\":[{}]");
        assertEquals(writes + 1, vault.writes);
        assertFalse(now.paused());
        assertEquals(List.of(new Channel(0, "Channel 1", false)), now.channels());
        assertTrue(now.seenAt().orElseThrow().isAfter(seen));
        seen = now.seenAt().orElseThrow();
        now = read("\"status\":\"online\",\"channels\":[{}]");
        assertTrue("that it is still so is told too", now.seenAt().orElseThrow().isAfter(seen));
        assertEquals("and costs no write", writes + 1, vault.writes);
        restart();
        assertEquals(1, connections.connection().channels().size());
    }

    @Test
    public void manyLooksAreOneReadAndReadsStayApart() throws Exception {
        pair();
        virtual.pass(Duration.ofMinutes(1));
        int reads = cloud.count(FakeCloud.ME);
        for (int i = 0; i < 100; i++) {
            connections.look();
            virtual.pass(Duration.ofMillis(60));
        }
        assertEquals("at once, after 3 s, and the last one stands", reads + 2, cloud.count(FakeCloud.ME), 1);
        virtual.pass(Duration.ofSeconds(3));
        int after = cloud.count(FakeCloud.ME);
        virtual.pass(Duration.ofMinutes(10));
        assertEquals(after, cloud.count(FakeCloud.ME));
    }

    @Test
    public void aLookWhileAReadIsUnderWayIsNotLost() throws Exception {
        pair();
        virtual.pass(Duration.ofMinutes(1));
        int reads = cloud.count(FakeCloud.ME);
        cloud.on(FakeCloud.ME, call -> {
            connections.look();
            return FakeCloud.answer(200, me("\"status\":\"online\"")).to(call);
        }, FakeCloud.answer(200, me("\"status\":\"paused\"")));
        connections.look();
        virtual.pass(Duration.ofSeconds(5));
        assertEquals(reads + 2, cloud.count(FakeCloud.ME));
        assertTrue(connections.connection().paused());
    }

    @Test
    public void aRenamedProjectIsTheSameProject() throws Exception {
        pair();
        Connection before = connections.connection();
        cloud.on(FakeCloud.ME, FakeCloud.answer(200, FakeCloud.PROFILE.replace("Feature", "Feature II")));
        connections.look();
        virtual.pass(Duration.ofSeconds(5));
        assertEquals(before.projectId(), connections.connection().projectId());
        assertEquals(Optional.of("Feature II"), connections.connection().project());
    }

    @Test
    public void hostileValuesAreBounded() throws Exception {
        pair();
        String many = "{},".repeat(5_000);
        Connection now = read("\"status\":[[]],\"name\":\"a\\u0000\\u202eb\\nc\",\"channels\":[{\"external_index\":-1},{\"external_index\":1e300},"
                + "{\"external_index\":\"2\",\"name\":7},{\"external_index\":2,\"status\":\"paused\"},{\"external_index\":true},3,[]," + many + "null]");
        assertFalse(now.paused());
        assertEquals(Optional.of("a\uFFFD\uFFFDb\uFFFDc"), now.deviceName());
        assertEquals(new Channel(2, "Channel 3", true), now.channels().get(0));
        assertTrue(now.channels().size() <= 64);
        assertEquals(List.of(), read("\"channels\":\"all\"").channels());
        assertEquals(Optional.empty(), connections.connection().trouble());
    }

    @Test
    public void anAnswerThatNamesNoProjectOrIsEndlesslyDeepForgetsNothing() throws Exception {
        pair();
        for (String odd : List.of("{}", "{\"project_id\":{}}", "[".repeat(100_000), "{\"a\":".repeat(100_000), "<html>", "")) {
            cloud.on(FakeCloud.ME, FakeCloud.answer(200, odd));
            connections.look();
            virtual.pass(Duration.ofSeconds(4));
            assertEquals(Optional.of("p1"), connections.connection().projectId());
            assertTrue(connections.connection().trouble().isPresent());
        }
    }

    @Test
    public void aDeviceOrProjectThatWasRemovedIsSaidAndNothingIsLost() throws Exception {
        pair();
        for (int status : new int[] {403, 404, 410}) {
            cloud.on(FakeCloud.ME, FakeCloud.answer(status, "{}"));
            connections.look();
            virtual.pass(Duration.ofSeconds(4));
            assertEquals(State.CONNECTED, state());
            assertTrue(connections.connection().trouble().get(), connections.connection().trouble().get().contains("removed"));
            assertEquals(Optional.of("p1"), connections.connection().projectId());
        }
        cloud.on(FakeCloud.ME, FakeCloud.answer(200, FakeCloud.PROFILE));
        virtual.pass(Duration.ofMinutes(5));
        assertEquals("it came back", Optional.empty(), connections.connection().trouble());
    }

    @Test
    public void nobodyLooksWhileUnpaired() {
        connections.look();
        virtual.pass(Duration.ofMinutes(1));
        assertEquals(0, cloud.count(FakeCloud.ME));
    }
}
