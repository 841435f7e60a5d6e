package io.rushline.channel.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.Connection;
import io.rushline.channel.api.LiveStatus;
import io.rushline.channel.api.LiveStatus.State;
import io.rushline.cloud.api.CloudException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** The live socket through good and bad times, in virtual time. */
public class PresenceTest {

    private final VirtualTime virtual = new VirtualTime();
    private final FakeCloud cloud = new FakeCloud(virtual.time(), Duration.ofHours(8));
    private final List<State> told = new ArrayList<>();
    private final Presence presence = new Presence(cloud, Duration.ofSeconds(25), Duration.ofSeconds(120), virtual, virtual, virtual.time(),
            status -> told.add(status.state()));

    static Connection connected(String device) {
        return new Connection(Connection.State.CONNECTED, Optional.of("p1"), Optional.of("Feature"), Optional.empty(), Optional.of(device),
                Optional.empty(), Optional.empty(), false, List.of(), Optional.of(Instant.EPOCH), Optional.empty());
    }

    private void connect() {
        presence.connection(connected("pd1"));
        virtual.pass(Duration.ofSeconds(2));
    }

    private LiveStatus now() {
        return presence.status();
    }

    private CloudException refused() {
        return new CloudException(CloudException.Code.BAD_ANSWER, "HTTP 403", null);
    }

    @Test
    public void aPairedDeviceJoinsItsTopicAndBeatsEvery25Seconds() {
        assertEquals(State.OFF, now().state());
        connect();
        assertEquals(State.LIVE, now().state());
        assertEquals(Optional.empty(), now().why());
        assertEquals("{\"topic\":\"devices:pd1\",\"event\":\"phx_join\",\"payload\":{},\"ref\":\"1\"}", cloud.line().sent.get(0).toString());
        assertEquals("access1", cloud.line().bearer);
        assertEquals("what happened before is asked for", 1, cloud.looks);
        virtual.pass(Duration.ofSeconds(251));
        assertEquals(10, cloud.line().heartbeats());
        assertEquals("{\"topic\":\"phoenix\",\"event\":\"heartbeat\",\"payload\":{},\"ref\":\"2\"}", cloud.line().sent.get(1).toString());
        assertEquals("{\"topic\":\"phoenix\",\"event\":\"heartbeat\",\"payload\":{},\"ref\":\"3\"}", cloud.line().sent.get(2).toString());
        assertEquals(List.of(State.CONNECTING, State.LIVE), told);
        assertTrue(now().heardAt().isPresent());
        assertEquals("no older heartbeats beside it", 0, cloud.calls.size());
    }

    @Test
    public void newsOnOurTopicMakeTheConnectorLookAndAllElseIsIgnored() {
        connect();
        cloud.line().says("devices:pd1", "status_updated");
        cloud.line().says("devices:pd1", "status_updated");
        virtual.settle();
        assertEquals("one look for both", 2, cloud.looks);
        cloud.line().says("devices:other", "status_updated");
        cloud.line().says("devices:other", "phx_close");
        cloud.line().says("devices:pd1", "confetti");
        cloud.line().device.received("[null,null,\"devices:pd1\",\"status_updated\",{}]");
        cloud.line().device.received("{\"topic\":{\"a\":[]},\"event\":7,\"payload\":\"x\",\"ref\":{}}");
        cloud.line().device.received("null");
        virtual.pass(Duration.ofMinutes(2));
        assertEquals(2, cloud.looks);
        assertEquals(State.LIVE, now().state());
        assertEquals(1, cloud.lines.size());
    }

    @Test
    public void aHeartbeatWithoutAnAnswerWithinTheNextIntervalIsADeadSocket() {
        connect();
        cloud.heartbeats = false;
        virtual.pass(Duration.ofSeconds(47));
        assertEquals(State.LIVE, now().state());
        cloud.heartbeats = true;
        virtual.pass(Duration.ofSeconds(2));
        assertTrue(cloud.line().closed || cloud.lines.size() == 2);
        assertEquals(List.of(State.CONNECTING, State.LIVE, State.CONNECTING), told.subList(0, 3));
        virtual.pass(Duration.ofSeconds(5));
        assertEquals(State.LIVE, now().state());
        assertEquals(2, cloud.lines.size());
    }

    @Test
    public void whatIsNoMessageOrDeepOrHugeEndsTheSocketInAClearState() {
        for (String odd : List.of("", "hello", "{\"topic\":", "[".repeat(60_000), "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}", "{}{}",
                "\"" + "x".repeat(1 << 20) + "\"")) {
            presence.connection(Connection.NONE);
            connect();
            FakeCloud.Line line = cloud.line();
            for (int i = 0; i < 1_000; i++) {
                line.device.received(odd);
            }
            virtual.settle();
            assertTrue(line.closed);
            assertEquals(State.CONNECTING, now().state());
            assertTrue(now().why().get(), now().why().get().contains("no message"));
        }
    }

    @Test
    public void aRefusedJoinIsToldAndTriedAgainLessAndLessOften() {
        cloud.joins = "error";
        connect();
        assertEquals(State.CONNECTING, now().state());
        assertTrue(now().why().get(), now().why().get().contains("does not let") && now().why().get().contains("because"));
        cloud.apiAway = true;
        virtual.pass(Duration.ofMinutes(60));
        assertTrue("full jitter of 60 s: about one in 30 s", cloud.openings.size() > 60 && cloud.openings.size() < 240);
        for (int i = 1; i < cloud.openings.size(); i++) {
            Duration apart = Duration.between(cloud.openings.get(i - 1), cloud.openings.get(i));
            assertTrue(apart.toString(), apart.toMillis() >= 1_000 && apart.toMillis() <= 60_000);
        }
        assertTrue("none is left open", cloud.lines.stream().allMatch(line -> line.closed));
    }

    @Test
    public void aJoinWithoutAnAnswerIsGivenUp() {
        cloud.joins = null;
        connect();
        virtual.pass(Duration.ofSeconds(14));
        assertTrue(cloud.lines.get(0).closed);
        assertEquals(State.CONNECTING, now().state());
    }

    @Test
    public void aChannelTheCloudClosesIsOpenedAgainAndMissedNewsAreAskedFor() {
        connect();
        int looks = cloud.looks;
        cloud.line().says("devices:pd1", "phx_close");
        virtual.pass(Duration.ofSeconds(5));
        assertEquals(State.LIVE, now().state());
        assertEquals(2, cloud.lines.size());
        assertEquals(looks + 1, cloud.looks);
        cloud.line().device.ended(new CloudException(CloudException.Code.CUT));
        virtual.pass(Duration.ofSeconds(9));
        assertEquals(State.LIVE, now().state());
    }

    @Test
    public void aSocketThatIsClosedRightAfterEachJoinIsNoReasonToHurry() {
        connect();
        for (int i = 0; i < 200; i++) {
            cloud.line().says("devices:pd1", "phx_close");
            virtual.pass(Duration.ofSeconds(3));
        }
        assertTrue(Integer.toString(cloud.lines.size()), cloud.lines.size() < 60);
    }

    @Test
    public void aSocketThatWasGoodForAWhileIsOpenedAgainSoonHoweverOftenItBreaks() {
        connect();
        for (int i = 0; i < 20; i++) {
            virtual.pass(Duration.ofMinutes(1));
            cloud.line().device.ended(new CloudException(CloudException.Code.CUT));
            virtual.pass(Duration.ofSeconds(5));
            assertEquals(State.LIVE, now().state());
        }
    }

    @Test
    public void aChangeOfTheNetworkIsTriedAtOnceAndFindsDeadSocketsSoon() {
        cloud.noSocket = new CloudException(CloudException.Code.UNREACHABLE);
        cloud.apiAway = true;
        connect();
        virtual.pass(Duration.ofMinutes(30));
        cloud.noSocket = null;
        cloud.apiAway = false;
        presence.networkChanged();
        virtual.pass(Duration.ofSeconds(1));
        assertEquals(State.LIVE, now().state());
        cloud.heartbeats = false;
        presence.networkChanged();
        virtual.pass(Duration.ofSeconds(11));
        assertTrue("found dead within 10 s", cloud.lines.get(0).closed);
    }

    @Test
    public void aSocketIsRenewedWithAFreshTokenBeforeItsOwnEnds() {
        connect();
        virtual.pass(Duration.ofHours(7));
        assertEquals("not before", 1, cloud.lines.size());
        cloud.refresh();
        virtual.pass(Duration.ofHours(1));
        assertEquals(2, cloud.lines.size());
        assertEquals("access2", cloud.line().bearer);
        assertTrue(cloud.lines.get(0).closed);
        assertEquals(State.LIVE, now().state());
        virtual.pass(Duration.ofHours(9));
        assertEquals("no new token, no new socket", 2, cloud.lines.size());
        assertEquals("8 hours and more", State.LIVE, now().state());
    }

    @Test
    public void aRenewalDuringWhichTheConnectorIsReplacedIsTriedAgain() {
        connect();
        virtual.pass(Duration.ofHours(7));
        cloud.authIsReplaced = true;
        virtual.pass(Duration.ofHours(1));
        assertEquals("it is left alone", 1, cloud.lines.size());
        cloud.authIsReplaced = false;
        cloud.refresh();
        virtual.pass(Duration.ofMinutes(1));
        assertEquals("access2", cloud.line().bearer);
        assertEquals(State.LIVE, now().state());
    }

    @Test
    public void aClockThatJumpsDoesNotDisturbTheSocket() {
        connect();
        virtual.jump(Duration.ofDays(4_000));
        virtual.pass(Duration.ofHours(1));
        virtual.jump(Duration.ofDays(-8_000));
        virtual.pass(Duration.ofHours(1));
        assertEquals(1, cloud.lines.size());
        assertEquals(State.LIVE, now().state());
        presence.connection(Connection.NONE);
        virtual.jump(Duration.ofDays(8_000));
        connect();
        virtual.pass(Duration.ofHours(2));
        assertEquals("an end that seems past opens no socket in vain", 2, cloud.lines.size());
    }

    @Test
    public void whereNoSocketCanBeHadTheOlderHeartbeatShowsTheDeviceAndNewsAreLookedFor() {
        cloud.noSocket = refused();
        connect();
        assertEquals("the reason may be the token", cloud.openings.size(), cloud.looks);
        virtual.pass(Duration.ofMinutes(2));
        assertEquals(State.LEGACY, now().state());
        assertTrue(now().why().get(), now().why().get().contains("Uploads go on") && now().why().get().contains("HTTP 403"));
        int calls = cloud.calls.size();
        int looks = cloud.looks;
        int openings = cloud.openings.size();
        virtual.pass(Duration.ofHours(1));
        assertEquals("every 120 s", 30, cloud.calls.size() - calls);
        assertEquals("POST /v2/devices/heartbeat", cloud.calls.get(0).toString());
        assertTrue(cloud.looks - looks >= 30);
        assertEquals("the socket every 2 to 4 min", 20, cloud.openings.size() - openings, 8);
        cloud.noSocket = null;
        virtual.pass(Duration.ofMinutes(4));
        assertEquals(State.LIVE, now().state());
        calls = cloud.calls.size();
        virtual.pass(Duration.ofHours(1));
        assertEquals(calls, cloud.calls.size());
    }

    @Test
    public void aCloudThatDoesNotAnswerAtAllIsNoReasonForTheOlderHeartbeat() {
        cloud.noSocket = new CloudException(CloudException.Code.UNREACHABLE);
        cloud.apiAway = true;
        connect();
        virtual.pass(Duration.ofMinutes(30));
        assertEquals(State.CONNECTING, now().state());
        assertTrue(now().why().get(), now().why().get().contains("cannot be reached"));
        cloud.apiAway = false;
        virtual.pass(Duration.ofMinutes(3));
        assertEquals("the API came back, the socket did not", State.LEGACY, now().state());
        cloud.apiAway = true;
        virtual.pass(Duration.ofMinutes(3));
        assertEquals(State.CONNECTING, now().state());
    }

    @Test
    public void aSocketThatIsBeingOpenedWhenAHeartbeatFailsStaysTheOnlyOne() {
        cloud.noSocket = refused();
        connect();
        virtual.pass(Duration.ofMinutes(2));
        cloud.noSocket = null;
        cloud.joins = null;
        while (now().state() == State.LEGACY) {
            virtual.pass(Duration.ofSeconds(1));
            cloud.apiAway = !cloud.lines.isEmpty() && !cloud.line().closed;
        }
        assertEquals("The cloud does not answer.", now().why().get());
        FakeCloud.Line opened = cloud.line();
        opened.letsIn();
        virtual.pass(Duration.ofMinutes(5));
        assertEquals(State.LIVE, now().state());
        assertSame(opened, cloud.line());
        presence.connection(Connection.NONE);
        virtual.settle();
        assertTrue(cloud.lines.stream().allMatch(line -> line.closed));
    }

    @Test
    public void aConnectionThatIsSeenAgainAndAgainIsToldOnce() {
        Connection nameless = new Connection(Connection.State.CONNECTED, Optional.of("p1"), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), false, List.of(), Optional.empty(), Optional.empty());
        for (Connection one : List.of(Connection.NONE, nameless, connected("pd1"))) {
            for (int i = 0; i < 3; i++) {
                presence.connection(one);
                virtual.pass(Duration.ofSeconds(2));
            }
        }
        assertEquals(List.of(State.CONNECTING, State.CONNECTING, State.LIVE), told);
    }

    @Test
    public void heartbeatCallsAreNeverLessThanAMinuteApart() {
        cloud.noSocket = refused();
        List<Instant> at = new ArrayList<>();
        connect();
        for (int i = 0; i < 40; i++) {
            int before = cloud.calls.size();
            virtual.pass(Duration.ofSeconds(20));
            if (cloud.calls.size() > before) {
                at.add(virtual.time().clock().instant());
            }
            cloud.noSocket = i % 3 == 0 ? null : refused();
            presence.networkChanged();
            if (!cloud.lines.isEmpty()) {
                cloud.line().device.ended(new CloudException(CloudException.Code.CUT));
            }
        }
        assertTrue(at.size() > 3);
        for (int i = 1; i < at.size(); i++) {
            assertTrue(Duration.between(at.get(i - 1), at.get(i)).toSeconds() >= 60);
        }
    }

    @Test
    public void anUnpairedDeviceHasNoSocketAndAnotherConnectionAnotherOne() {
        connect();
        FakeCloud.Line first = cloud.line();
        presence.connection(connected("pd1"));
        virtual.pass(Duration.ofSeconds(30));
        assertEquals("the same connection, the same socket", 1, cloud.lines.size());
        presence.connection(connected("pd2"));
        virtual.pass(Duration.ofSeconds(2));
        assertTrue(first.closed);
        assertEquals("devices:pd2", cloud.line().sent.get(0).get("topic").asText());
        presence.connection(Connection.NONE);
        virtual.pass(Duration.ofHours(1));
        assertEquals(State.OFF, now().state());
        assertTrue(cloud.line().closed);
        assertEquals(2, cloud.lines.size());
        assertFalse(now().why().get().isEmpty());
    }
}
