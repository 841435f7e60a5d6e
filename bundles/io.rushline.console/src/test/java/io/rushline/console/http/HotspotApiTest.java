package io.rushline.console.http;

import static io.rushline.console.http.Answers.assertProblem;
import static io.rushline.console.http.Answers.assertShape;
import static io.rushline.console.http.Answers.json;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.console.FakeConnector;
import io.rushline.network.api.Hotspot;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Radios;
import io.rushline.network.api.Secret;
import io.rushline.network.api.Ssid;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The device's own Wi-Fi: opened and shown by the API, and what it opens of the console. */
public class HotspotApiTest {

    private static final String HOTSPOT = "/api/v1/network/hotspot";
    private static final String COUNTRY = "/api/v1/network/country";
    private static final String[] GUEST = {"X-Test-Local", "10.42.0.1", "X-Test-Remote", "10.42.0.57"};
    private static final String PASSWORD = "{\"password\":\"correct horse\"}";

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    private final FakeHotspot hotspot = new FakeHotspot();
    private TestServer server;

    @Before
    public void start() throws Exception {
        server = new TestServer(home.getRoot().toPath());
        server.services.hotspot(hotspot).radios(hotspot).connector(new FakeConnector());
        server.guests.set(Optional.of(new HotspotGuests.Door(InetAddress.getByName("10.42.0.1"), 24)));
    }

    @After
    public void stop() {
        server.close();
    }

    @Test
    public void itIsOpenedShownAndClosed() throws Exception {
        JsonNode closed = json(200, server.get(HOTSPOT));
        assertShape("NetworkHotspot", closed);
        assertTrue(closed.get("hotspot").isNull());
        assertProblem(404, "network.no-hotspot", server.get(HOTSPOT + "/join.svg"));
        JsonNode open = json(200, server.post(HOTSPOT, "{}"));
        assertShape("NetworkHotspot", open);
        assertEquals("http://10.42.0.1:" + server.port() + "/", open.at("/hotspot/console").asText());
        assertEquals("abcdefgh2345", open.at("/hotspot/password").asText());
        for (String picture : List.of("join", "console")) {
            assertTrue(server.get(HOTSPOT + "/" + picture + ".svg").body().startsWith("<svg"));
        }
        assertEquals(204, server.send("DELETE", HOTSPOT, null, "X-Rushline", "1").statusCode());
        assertEquals(List.of("open", "close"), hotspot.done);
        hotspot.trouble = Code.NO_RADIO;
        assertProblem(409, "network.no-radio", server.post(HOTSPOT, "{}"));
    }

    @Test
    public void itsPasswordIsSet() throws Exception {
        assertEquals(204, put(HOTSPOT + "/password", PASSWORD).statusCode());
        assertEquals(List.of("password correct horse"), hotspot.done);
        assertProblem(400, "request.malformed", put(HOTSPOT + "/password", "{\"password\":null}"));
        hotspot.trouble = Code.BAD_SETTINGS;
        assertProblem(422, "network.bad-settings", put(HOTSPOT + "/password", PASSWORD));
    }

    @Test
    public void theCountryIsSet() throws Exception {
        assertTrue(json(200, server.get(COUNTRY)).get("country").isNull());
        JsonNode set = json(200, put(COUNTRY, "{\"country\":\"DE\"}"));
        assertShape("NetworkCountry", set);
        assertEquals("DE", set.get("country").asText());
        assertTrue(json(200, put(COUNTRY, "{\"country\":null}")).get("country").isNull());
        hotspot.trouble = Code.NO_SUPPLICANT;
        assertProblem(409, "network.no-supplicant", put(COUNTRY, "{\"country\":\"DE\"}"));
    }

    @Test
    public void aGuestSetsThePasswordAndDoesNothingElseBefore() throws Exception {
        assertEquals("{\"name\":null,\"role\":null,\"passwordSet\":false,\"passwordLost\":false}", server.get("/api/v1/session", GUEST).body());
        assertEquals(200, server.get("/login", GUEST).statusCode());
        assertEquals(200, server.get("/main.js", GUEST).statusCode());
        for (String path : List.of("/api/v1/status", "/api/v1/network", HOTSPOT, "/api/v1/pairing", "/api/v1/logs", "/system/console/bundles", "/api/v1/password")) {
            assertTrue(path, server.get(path, GUEST).statusCode() >= 400);
        }
        assertProblem(401, "access.login", server.post("/api/v1/pairing", "", GUEST));
        assertProblem(409, "access.no-password", server.post("/api/v1/login", "{\"name\":\"admin\",\"password\":\"x\"}", GUEST));
        assertProblem(403, "request.foreign", server.send("POST", "/api/v1/password", PASSWORD, "Content-Type", "application/json", GUEST[0], GUEST[1], GUEST[2], GUEST[3]));
        HttpResponse<String> set = server.post("/api/v1/password", PASSWORD, GUEST);
        assertEquals(set.body(), 200, set.statusCode());
        String cookie = set.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        assertEquals(202, server.post("/api/v1/pairing", "", "Cookie", cookie, GUEST[0], GUEST[1], GUEST[2], GUEST[3]).statusCode());
        assertProblem(401, "access.login", server.post("/api/v1/password", "{\"password\":\"battery staple\"}", GUEST));
    }

    @Test
    public void nobodyElseComesInThatWay() throws Exception {
        String[][] others = {
            {"X-Test-Local", "10.42.0.1", "X-Test-Remote", "192.168.1.7"}, // by another interface
            {"X-Test-Local", "10.42.0.1", "X-Test-Remote", "10.42.1.57"},
            {"X-Test-Local", "10.42.0.1", "X-Test-Remote", "10.42.0.1"}, // a proxy on the device
            {"X-Test-Local", "10.42.0.1", "X-Test-Remote", "10.42.0.57", "X-Forwarded-For", "192.168.1.7"},
        };
        for (String[] other : others) {
            assertProblem(403, "access.hotspot", server.get("/login", other));
            assertProblem(403, "access.hotspot", server.post("/api/v1/password", PASSWORD, other));
        }
        assertProblem(403, "access.local-only", server.post("/api/v1/password", PASSWORD, "X-Test-Local", "192.168.1.20", "X-Test-Remote", "10.42.0.57"));
        server.guests.set(Optional.empty());
        assertProblem(403, "access.local-only", server.post("/api/v1/password", PASSWORD, GUEST));
    }

    @Test
    public void aPasswordThatWasLostIsNotSetByAGuest() throws Exception {
        assertEquals(200, server.post("/api/v1/password", PASSWORD).statusCode());
        server.fixture.loseDatabase(server.access);
        assertProblem(401, "access.login", server.post("/api/v1/password", "{\"password\":\"by a stranger\"}", GUEST));
    }

    private HttpResponse<String> put(String path, String body) throws Exception {
        return server.send("PUT", path, body, "X-Rushline", "1", "Content-Type", "application/json");
    }

    /** Does what it is told, or says why not. */
    private static final class FakeHotspot implements Hotspot, Radios {

        private final List<String> done = new ArrayList<>();
        private Optional<Door> door = Optional.empty();
        private Optional<String> country = Optional.empty();
        private Code trouble;

        private void perhaps() throws NetworkException {
            if (trouble != null) {
                throw new NetworkException(trouble);
            }
        }

        @Override
        public Door open() throws NetworkException {
            perhaps();
            done.add("open");
            try {
                door = Optional.of(new Door("wlan0", "Rushline-1a2b", "abcdefgh2345", InetAddress.getByName("10.42.0.1"), "WIFI:T:WPA;S:Rushline-1a2b;P:abcdefgh2345;;"));
            } catch (java.net.UnknownHostException e) {
                throw new AssertionError(e);
            }
            return door.get();
        }

        @Override
        public Link open(Ssid name, Secret password) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            done.add("close");
            door = Optional.empty();
        }

        @Override
        public Optional<Door> door() {
            return door;
        }

        @Override
        public void setPassword(Secret password) throws NetworkException {
            perhaps();
            done.add("password " + password.value());
        }

        @Override
        public Optional<String> country() {
            return country;
        }

        @Override
        public void setCountry(Optional<String> wanted) throws NetworkException {
            perhaps();
            country = wanted;
        }
    }
}
