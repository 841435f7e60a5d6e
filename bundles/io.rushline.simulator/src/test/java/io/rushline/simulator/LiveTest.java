package io.rushline.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.simulator.CloudUnderTest.Answer;
import java.time.Duration;
import java.util.Map;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;

/** Presence and live sockets, seen from outside. */
public class LiveTest {

    @ClassRule
    public static final TestCertificate CERTIFICATE = new TestCertificate();
    @Rule
    public final CloudUnderTest cloud = new CloudUnderTest(CERTIFICATE);
    private String token;
    private String topic;

    @Before
    public void pair() throws Exception {
        token = cloud.pair().get("access_token").textValue();
        topic = "devices:" + cloud.get("/v2/devices/me").json().get("id").textValue();
    }

    private TestSocket joined() throws Exception {
        TestSocket socket = cloud.socket(token);
        socket.send(topic, "phx_join", "1");
        assertEquals("ok", socket.next().at("/payload/status").textValue());
        return socket;
    }

    private long presence(String what) throws Exception {
        return cloud.state().at("/presence/" + what).longValue();
    }

    @Test
    public void aDeviceJoinsItsTopicAndItsHeartbeatsAreAnswered() throws Exception {
        TestSocket socket = cloud.socket(token);
        socket.send(topic, "phx_join", "1");
        assertEquals("{\"topic\":\"" + topic + "\",\"event\":\"phx_reply\",\"payload\":{\"status\":\"ok\",\"response\":{}},\"ref\":\"1\"}",
                socket.next().toString());
        cloud.clock.pass(Duration.ofMinutes(6));
        assertEquals("offline", cloud.state().at("/devices/0/status").textValue());
        socket.send("phoenix", "heartbeat", "2");
        assertEquals("{\"topic\":\"phoenix\",\"event\":\"phx_reply\",\"payload\":{\"status\":\"ok\",\"response\":{}},\"ref\":\"2\"}",
                socket.next().toString());
        assertEquals("online", cloud.state().at("/devices/0/status").textValue());
        assertEquals(1, presence("openSockets"));
        assertEquals(1, presence("joinedSockets"));
        assertEquals(1, presence("socketHeartbeats"));
        socket.close();
        cloud.until("the socket is gone", () -> presence("openSockets") == 0);
    }

    @Test
    public void aWrongExpiredOrRevokedTokenGetsNoSocket() throws Exception {
        assertEquals(401, cloud.refusedSocket("wrong"));
        cloud.clock.pass(Duration.ofHours(9));
        assertEquals(401, cloud.refusedSocket(token));
        token = cloud.pair().get("access_token").textValue();
        TestSocket open = joined();
        cloud.post("/_sim/revoke", "{}");
        assertEquals("told for the last time", "status_updated", open.next().get("event").textValue());
        open.awaitEnd();
        assertEquals(401, cloud.refusedSocket(token));
        assertEquals(426, cloud.get("/devices/websocket?Authorization=Bearer%20" + cloud.pair().get("access_token").textValue()).status());
    }

    @Test
    public void aTokenThatWasRefreshedKeepsItsSocketUntilItEnds() throws Exception {
        TestSocket socket = joined();
        token = cloud.pair().get("access_token").textValue();
        socket.send("phoenix", "heartbeat", "2");
        assertEquals("ok", socket.next().at("/payload/status").textValue());
        cloud.clock.pass(Duration.ofHours(8));
        socket.send("phoenix", "heartbeat", "3");
        socket.awaitEnd();
    }

    @Test
    public void anotherTopicIsRefusedAndWhatIsNoJsonEndsTheSocket() throws Exception {
        TestSocket socket = cloud.socket(token);
        socket.send("devices:other", "phx_join", "1");
        assertEquals("error", socket.next().at("/payload/status").textValue());
        assertEquals(0, presence("joinedSockets"));
        socket.send("hello");
        socket.awaitEnd();
        assertEquals(2, cloud.state().at("/counters/refusals").intValue());
    }

    @Test
    public void aSilentSocketIsDropped() throws Exception {
        cloud.post("/_sim/faults", "{'socketSilenceSeconds':4}");
        joined().awaitEnd();
        cloud.until("it is not counted any more", () -> presence("openSockets") == 0);
    }

    @Test
    public void pausesResumptionsRenamesAndRemovalsAreToldAtOnce() throws Exception {
        TestSocket socket = joined();
        JsonNode me = cloud.get("/v2/devices/me").json();
        cloud.post("/_sim/pause", "{'paused':true}");
        assertEquals("{\"topic\":\"" + topic + "\",\"event\":\"status_updated\",\"payload\":{\"status\":\"paused\"},\"ref\":null}",
                socket.next().toString());
        cloud.post("/_sim/pause", "{'paused':false}");
        assertEquals("online", socket.next().at("/payload/status").textValue());
        cloud.post("/_sim/projects", "{'id':'" + me.get("project_id").textValue() + "','name':'New name'}");
        assertEquals("status_updated", socket.next().get("event").textValue());
        assertEquals("New name", cloud.get("/v2/devices/me").json().at("/project/name").textValue());
        assertEquals(204, cloud.delete("/_sim/devices/" + me.get("id").textValue()).status());
        assertEquals("removed", socket.next().at("/payload/status").textValue());
        socket.awaitEnd();
        assertEquals(401, cloud.get("/v2/devices/me").status());
        assertEquals(0, cloud.state().get("devices").size());
    }

    @Test
    public void aDeletedProjectTakesItsDevicesAlongAndAnotherCanBePairedWith() throws Exception {
        String refresh = cloud.pair().get("refresh_token").textValue();
        String project = cloud.get("/v2/devices/me").json().get("project_id").textValue();
        assertEquals(204, cloud.delete("/_sim/projects/" + project).status());
        assertEquals(404, cloud.delete("/_sim/projects/" + project).status());
        assertEquals(401, cloud.get("/v2/devices/me").status());
        Answer refused = cloud.form("/v2/auth/token", Map.of("grant_type", "refresh_token", "client_id", "unit-1", "client_secret",
                "rushline-development", "refresh_token", refresh));
        assertEquals("invalid_grant", refused.json().get("error").textValue());
        cloud.post("/_sim/projects", "{'name':'Next'}");
        cloud.pair();
        assertEquals("Next", cloud.get("/v2/devices/me").json().at("/project/name").textValue());
    }

    @Test
    public void withTheSocketOffThereIsNoneAndOpenOnesEnd() throws Exception {
        TestSocket socket = joined();
        cloud.post("/_sim/faults", "{'socketOff':true}");
        socket.next();
        socket.awaitEnd();
        assertEquals(403, cloud.refusedSocket(token));
        cloud.post("/_sim/faults", "{'socketOff':false}");
        joined().close();
    }

    @Test
    public void olderHeartbeatsMustBeAMinuteApart() throws Exception {
        assertEquals(204, cloud.post("/v2/devices/heartbeat", "{}").status());
        cloud.clock.pass(Duration.ofSeconds(59));
        assertEquals(429, cloud.post("/v2/devices/heartbeat", "{}").status());
        cloud.clock.pass(Duration.ofSeconds(1));
        assertEquals(204, cloud.post("/v2/devices/heartbeat", "{}").status());
        assertEquals(2, presence("heartbeatCalls"));
        assertTrue(cloud.state().get("refusals").toString().contains("60 s apart"));
    }

    @Test
    public void aPauseOfTheDeviceHoldsForAllChannelsAndOneOfAChannelForThatAlone() throws Exception {
        cloud.post("/_sim/pause", "{'paused':true,'channel':1}");
        JsonNode me = cloud.get("/v2/devices/me").json();
        assertEquals("online", me.get("status").textValue());
        assertEquals("enabled", me.at("/channels/0/status").textValue());
        cloud.clock.pass(Duration.ofSeconds(10));
        assertEquals(200, asset(0));
        cloud.post("/_sim/pause", "{'paused':true}");
        me = cloud.get("/v2/devices/me").json();
        assertEquals("paused", me.get("status").textValue());
        assertEquals("paused", me.at("/channels/0/status").textValue());
        assertEquals(409, asset(0));
        assertEquals("made before the pause", 200, asset(1));
        cloud.post("/_sim/pause", "{'paused':false}");
        assertEquals(200, asset(0));
    }

    private int asset(int offset) throws Exception {
        return cloud.post("/v2/devices/assets", "{'name':'a','filetype':'video/quicktime','filesize':5,'offset':" + offset + "}").status();
    }
}
