package io.rushline.console.http;

import static io.rushline.console.http.Answers.assertProblem;
import static io.rushline.console.http.Answers.assertShape;
import static io.rushline.console.http.Answers.json;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.network.api.AccessPoint;
import io.rushline.network.api.Addressing;
import io.rushline.network.api.Carrier;
import io.rushline.network.api.Contact;
import io.rushline.network.api.Link;
import io.rushline.network.api.LinkRule;
import io.rushline.network.api.LinkRules;
import io.rushline.network.api.NetworkCheck;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Networks;
import io.rushline.network.api.Portal;
import io.rushline.network.api.Profile;
import io.rushline.network.api.Profile.Login;
import io.rushline.network.api.ProfileFile;
import io.rushline.network.api.Reach;
import io.rushline.network.api.Secret;
import io.rushline.network.api.SpeedTest;
import io.rushline.network.api.Ssid;
import io.rushline.network.api.Trial;
import io.rushline.network.api.Wifi;
import io.rushline.uploader.api.Bandwidth;
import io.rushline.uploader.api.BandwidthLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class NetworkApiTest {

    private static final String ID = "01234567-89ab-cdef-0123-456789abcdef";
    private static final String PROFILE = "/api/v1/network/profiles/" + ID;
    private static final String BANDWIDTH = "/api/v1/network/bandwidth";
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    private final FakeNetworks networks = new FakeNetworks();
    private TestServer server;

    @Before
    public void start() throws Exception {
        server = new TestServer(home.getRoot().toPath());
        server.services.networks(networks);
    }

    @After
    public void stop() {
        server.close();
    }

    @Test
    public void aLinkSaysAllThatIsKnownOfIt() throws Exception {
        InetAddress router = InetAddress.getByName("10.0.0.1");
        Link wifi = new Link("wlan0", Link.Kind.WIFI, Link.State.CONNECTED, List.of(InetAddress.getByName("10.0.0.7")), OptionalLong.of(54_000_000), true, true,
                Optional.of(ID), Optional.of("Stage 4"), OptionalInt.of(71), Optional.of(router), List.of(router), Optional.of("02:00:00:00:01:00"), Reach.PORTAL,
                Optional.of("Sign in."), true);
        server.services.network(() -> new NetworkStatus(List.of(wifi), Reach.PORTAL, Optional.of("Sign in."), Optional.of(NOON), Optional.empty(),
                List.of(new Carrier("wlan0", Optional.of(wifi.addresses().get(0)), Carrier.When.BEHIND, Carrier.What.PROXIES), Carrier.ANY)));
        JsonNode network = json(200, server.get("/api/v1/network"));
        assertShape("Network", network);
        JsonNode link = network.at("/links/0");
        assertEquals("Stage 4", link.get("network").asText());
        assertEquals("10.0.0.1", link.get("gateway").asText());
        assertEquals(71, link.get("signalPercent").asInt());
        assertTrue(link.get("main").asBoolean());
        assertEquals("PORTAL", link.get("reach").asText());
        assertEquals("10.0.0.7", network.at("/carriers/0/from").asText());
        assertEquals("PROXIES", network.at("/carriers/0/what").asText());
        assertTrue(network.at("/carriers/1/link").isNull());
    }

    @Test
    public void howFarTheCloudIsAndWhenItLastAnsweredIsSaid() throws Exception {
        server.services.network(() -> new NetworkStatus(List.of(), Reach.PORTAL, Optional.of("Sign in."), Optional.of(NOON), Optional.empty(), List.of(),
                Optional.of(new Contact(NOON, Duration.ofMillis(38))), Optional.of(URI.create("http://portal.example/in"))));
        JsonNode network = json(200, server.get("/api/v1/network"));
        assertShape("Network", network);
        assertEquals(38, network.get("roundTripMillis").asInt());
        assertEquals(NOON.toString(), network.get("lastContactAt").asText());
        assertEquals("http://portal.example/in", network.get("portal").asText());
    }

    @Test
    public void theWayToASignInPageIsOpenedForWhoeverAsksAndClosed() throws Exception {
        List<String> done = new ArrayList<>();
        Link wifi = new Link("wlan0", Link.Kind.WIFI, Link.State.CONNECTED, List.of(), OptionalLong.empty(), false, true, Optional.empty(), Optional.empty(), OptionalInt.empty(),
                Optional.empty(), List.of(), Optional.of("02:00:00:00:01:00"), Reach.PORTAL, Optional.empty(), false);
        server.services.network(() -> new NetworkStatus(List.of(wifi), Reach.PORTAL, Optional.empty(), Optional.of(NOON)));
        server.services.portal(new Portal() {
            private Door door;

            @Override
            public Door open(InetAddress at, InetAddress from) throws NetworkException {
                if (door != null) {
                    throw new NetworkException(NetworkException.Code.NO_PORTAL);
                }
                door = new Door(at, 4711, "portal", "secret", NOON, "wlan0", Optional.empty());
                done.add("open " + from.getHostAddress());
                return door;
            }

            @Override
            public void close() {
                done.add("close");
            }

            @Override
            public Optional<Door> door() {
                return Optional.ofNullable(door);
            }
        });
        JsonNode closed = json(200, server.get("/api/v1/network/portal"));
        assertShape("NetworkPortal", closed);
        assertTrue(closed.get("portal").isNull());
        JsonNode open = json(200, server.post("/api/v1/network/portal", "{}"));
        assertShape("NetworkPortal", open);
        assertEquals("127.0.0.1", open.at("/portal/host").asText());
        assertEquals("02:00:00:00:01:00", open.at("/portal/hardwareAddress").asText());
        assertProblem(409, "network.no-portal", server.post("/api/v1/network/portal", "{}"));
        assertEquals(204, server.send("DELETE", "/api/v1/network/portal", null, "X-Rushline", "1").statusCode());
        assertEquals(List.of("open 127.0.0.1", "close"), done);
    }

    @Test
    public void aKnownNetworkIsMadeChangedJoinedAndForgotten() throws Exception {
        JsonNode made = json(201, server.post("/api/v1/network/profiles", """
                {"name":"Stage 4","kind":"WIFI","wifi":{"ssid":"Stage 4","security":"WPA3"},"login":{"passphrase":"correct horse"},
                 "addressing":{"method":"MANUAL","address":"10.0.0.9","prefix":24,"gateway":"10.0.0.1","dns":["10.0.0.1"]},"preference":5,"confirmWithinSeconds":0}"""));
        assertShape("NetworkProfile", made);
        Profile.Draft draft = networks.saved.get(0);
        assertEquals(Optional.empty(), draft.id());
        assertEquals("correct horse", ((Login.Passphrase) draft.login().orElseThrow()).passphrase().value());
        assertFalse("no secret leaves, or stands in a log", (made + draft.toString()).contains("horse"));
        assertEquals(24, ((Addressing.Manual) draft.addressing()).prefix());
        assertTrue("unless somebody says otherwise", draft.autoJoin());
        assertEquals(Duration.ZERO, networks.within);

        json(200, server.send("PUT", PROFILE, "{\"name\":\"Cable\",\"kind\":\"ETHERNET\"}", "X-Rushline", "1", "Content-Type", "application/json"));
        assertEquals(Optional.of(ID), networks.saved.get(1).id());
        assertEquals(new Addressing.Dhcp(), networks.saved.get(1).addressing());
        assertEquals("changes from afar undo themselves", Duration.ofSeconds(60), networks.within);

        JsonNode trial = json(200, server.post(PROFILE + "/connect", "{\"link\":\"eth1\",\"confirmWithinSeconds\":30}"));
        assertShape("NetworkTrial", trial);
        assertEquals("Joins eth1", trial.at("/trial/what").asText());
        assertEquals(204, server.post("/api/v1/network/trial", "{}").statusCode());
        assertTrue(json(200, server.get("/api/v1/network/trial")).get("trial").isNull());
        assertEquals(204, server.send("DELETE", PROFILE, null, "X-Rushline", "1").statusCode());
        assertEquals(List.of(ID), networks.forgotten);
        JsonNode known = json(200, server.get("/api/v1/network/profiles"));
        assertShape("NetworkProfiles", known);
        assertEquals(1, known.get("profiles").size());
    }

    @Test
    public void aCheckSaysOfEachStepWhatWasFound() throws Exception {
        server.services.networkCheck(() -> List.of(new NetworkCheck.Finding(NetworkCheck.Step.LINK, true, "Up: eth0.", "", Duration.ofMillis(3)),
                new NetworkCheck.Finding(NetworkCheck.Step.ADDRESS, false, "None.", "Check the router.", Duration.ofMillis(4))));
        JsonNode found = json(200, server.post("/api/v1/network/check", "{}"));
        assertShape("NetworkFindings", found);
        assertEquals("Check the router.", found.at("/findings/1/todo").asText());
        assertTrue(found.at("/findings/0/todo").isNull());
    }

    @Test
    public void whatEachNetworkIsForIsShownSetAndCleared() throws Exception {
        FakeRules rules = new FakeRules();
        server.services.linkRules(rules);
        json(201, server.post("/api/v1/network/profiles", "{\"name\":\"Phone\",\"kind\":\"MODEM\"}"));
        Link loose = new Link("eth1", Link.Kind.ETHERNET, Link.State.CONNECTED, List.of(), OptionalLong.empty(), false);
        server.services.network(() -> new NetworkStatus(List.of(loose), Reach.ONLINE, Optional.empty(), Optional.of(NOON)));
        rules.carried.put(ID, 1_500L);
        JsonNode all = json(200, server.get("/api/v1/network/rules"));
        assertShape("NetworkUses", all);
        assertEquals("what costs money stands in", "OFF", all.at("/networks/0/share").asText());
        assertTrue(all.at("/networks/0/leftBytes").isNull());
        assertEquals("eth1", all.at("/networks/1/network").asText());

        JsonNode set = json(200, put("/api/v1/network/rules/" + ID, "{\"share\":\"BEHIND\",\"carries\":\"PROXIES\",\"monthlyBytes\":5000}"));
        assertShape("NetworkUse", set);
        assertEquals(new LinkRule(LinkRule.Share.BEHIND, LinkRule.Carries.PROXIES, OptionalLong.of(5_000)), rules.rules.get(ID));
        assertEquals(3_500, set.get("leftBytes").asInt());
        assertFalse(set.get("standard").asBoolean());
        json(200, put("/api/v1/network/rules/eth1", "{\"share\":\"OFF\",\"carries\":\"NOTHING\"}"));
        assertEquals(204, server.send("DELETE", "/api/v1/network/rules/" + ID, null, "X-Rushline", "1").statusCode());
        assertEquals(List.of("eth1"), List.copyOf(rules.rules.keySet()));

        rules.last = "stage";
        assertEquals("where it was last, while its profile is not known", "stage", json(200, server.get("/api/v1/network/rules")).at("/networks/1/network").asText());
        rules.last = "";
        assertProblem(404, "network.unknown", put("/api/v1/network/rules/eth9", "{\"share\":\"OFF\",\"carries\":\"NOTHING\"}"));
        assertProblem(400, "request.malformed", put("/api/v1/network/rules/eth1", "{\"share\":\"OFF\"}"));
        assertProblem(400, "request.malformed", put("/api/v1/network/rules/eth1", "{\"share\":\"ON\",\"carries\":\"ALL\",\"monthlyBytes\":0}"));
        rules.full = true;
        assertProblem(507, "network.rule-not-kept", put("/api/v1/network/rules/eth1", "{\"share\":\"ON\",\"carries\":\"ALL\"}"));
        server.services.linkRules(null);
        assertProblem(503, "network.away", server.get("/api/v1/network/rules"));
    }

    @Test
    public void theBandwidthIsLimitedByTimesOfTheWeek() throws Exception {
        FakeLimits limits = new FakeLimits();
        server.services.bandwidthLimits(limits);
        JsonNode none = json(200, server.get(BANDWIDTH));
        assertShape("Bandwidth", none);
        assertTrue(none.get("bitsPerSecond").isNull());

        JsonNode set = json(200, put(BANDWIDTH, "{\"bitsPerSecond\":8000000,\"timetable\":[{\"days\":\"Mon-Wed,sun\",\"from\":\"22:00\",\"to\":\"24:00\",\"bitsPerSecond\":null}]}"));
        assertShape("Bandwidth", set);
        assertEquals(8_000_000, limits.now.bitsPerSecond());
        assertEquals("no limit on a Sunday night", 0, limits.now.at(LocalDateTime.parse("2026-11-29T23:59")));
        assertEquals("Mon,Tue,Wed,Sun", set.at("/timetable/0/days").asText());
        assertEquals("what is answered can be asked for", set, json(200, put(BANDWIDTH, set.toString())));

        for (String wrong : List.of("{\"bitsPerSecond\":null}", "{\"bitsPerSecond\":15999,\"timetable\":[]}", "{\"bitsPerSecond\":0,\"timetable\":[]}",
                "{\"bitsPerSecond\":null,\"timetable\":[null]}", line("Foo", "08:00", "64000"), line("", "08:00", "64000"), line("Mon", "8:00", "64000"),
                line("Mon", "08:00", "5"), "{\"bitsPerSecond\":null,\"timetable\":[{\"days\":null,\"from\":\"08:00\",\"to\":\"18:00\",\"bitsPerSecond\":null}]}")) {
            assertProblem(400, "request.malformed", put(BANDWIDTH, wrong));
        }
        assertEquals(8_000_000, limits.now.bitsPerSecond());
        limits.full = true;
        assertProblem(507, "network.bandwidth-not-kept", put(BANDWIDTH, set.toString()));
        server.services.bandwidthLimits(null);
        assertProblem(503, "uploader.away", server.get(BANDWIDTH));
    }

    private static String line(String days, String from, String limit) {
        return "{\"bitsPerSecond\":null,\"timetable\":[{\"days\":\"" + days + "\",\"from\":\"" + from + "\",\"to\":\"18:00\",\"bitsPerSecond\":" + limit + "}]}";
    }

    private static final class FakeLimits implements BandwidthLimits {
        private Bandwidth now = Bandwidth.UNLIMITED;
        private boolean full;

        @Override
        public Bandwidth bandwidth() {
            return now;
        }

        @Override
        public void limit(Bandwidth wanted) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            now = wanted;
        }
    }

    @Test
    public void theKindOfTheMainLinkIsPreferred() throws Exception {
        assertShape("LinkKinds", json(200, server.get("/api/v1/network/kinds")));
        JsonNode kinds = json(200, put("/api/v1/network/kinds", "{\"kinds\":[\"WIFI\",\"ETHERNET\"]}"));
        assertEquals("WIFI", kinds.at("/kinds/0").asText());
        assertEquals(List.of(Link.Kind.WIFI, Link.Kind.ETHERNET), networks.kinds);
        assertProblem(400, "request.malformed", put("/api/v1/network/kinds", "{\"kinds\":[null]}"));
        server.services.networks(null);
        assertProblem(503, "networks.away", server.get("/api/v1/network/kinds"));
    }

    @Test
    public void aSpeedTestSaysHowFastEachLinkIsOrWhyItIsNotKnown() throws Exception {
        server.services.speedTest(metered -> List.of(new SpeedTest.Speed("eth0", OptionalLong.of(20_000_000), 8_000_000, "", ""),
                new SpeedTest.Speed("", OptionalLong.empty(), 0, "Metered: " + metered, "Ask.")));
        JsonNode speeds = json(200, server.post("/api/v1/network/speed", "{\"metered\":false}"));
        assertShape("NetworkSpeeds", speeds);
        assertEquals(20_000_000, speeds.at("/speeds/0/bitsPerSecond").asInt());
        assertEquals("Metered: false", speeds.at("/speeds/1/what").asText());
        assertTrue(speeds.at("/speeds/1/link").isNull());
        server.services.speedTest(metered -> {
            throw new NetworkException(NetworkException.Code.TESTING);
        });
        assertProblem(409, "network.testing", server.post("/api/v1/network/speed", "{\"metered\":false}"));
    }

    private java.net.http.HttpResponse<String> put(String path, String body) throws Exception {
        return server.send("PUT", path, body, "X-Rushline", "1", "Content-Type", "application/json");
    }

    @Test
    public void aNameThatIsNoTextIsShownAndTakenAsBytes() throws Exception {
        JsonNode heard = json(200, server.post("/api/v1/network/scan", "{}"));
        assertShape("AccessPoints", heard);
        assertEquals("0xff00", heard.at("/accessPoints/0/wifi/ssid").asText());
        json(201, server.post("/api/v1/network/profiles", "{\"name\":\"Odd\",\"kind\":\"WIFI\",\"wifi\":{\"ssidHex\":\"ff00\",\"security\":\"OPEN\"}}"));
        assertEquals("ff00", networks.saved.get(0).wifi().orElseThrow().ssid().hex());
    }

    @Test
    public void whatCannotBeRightIsSaid() throws Exception {
        for (String bad : List.of("{\"name\":\"a\"}", "{\"name\":\"a\",\"kind\":\"WIFI\",\"wifi\":{\"ssid\":\"\",\"security\":\"OPEN\"}}",
                "{\"name\":\"a\",\"kind\":\"WIFI\",\"wifi\":{\"ssidHex\":\"zz\",\"security\":\"OPEN\"}}",
                "{\"name\":\"a\",\"kind\":\"WIFI\",\"wifi\":{\"security\":\"OPEN\"}}", "{\"name\":\"a\",\"kind\":\"ETHERNET\",\"addressing\":{\"method\":\"MANUAL\"}}",
                "{\"name\":\"a\",\"kind\":\"ETHERNET\",\"addressing\":{\"method\":\"MANUAL\",\"address\":\"cloud.example\",\"prefix\":24}}",
                "{\"name\":\"a\",\"kind\":\"ETHERNET\",\"addressing\":{\"method\":\"MANUAL\",\"address\":\"10.0.0.999\",\"prefix\":24}}",
                "{\"name\":\"a\",\"kind\":\"ETHERNET\",\"confirmWithinSeconds\":-1}", "{\"name\":\"a\",\"kind\":\"WIFI\",\"login\":{\"identity\":\"me\"}}")) {
            assertProblem(400, "request.malformed", server.post("/api/v1/network/profiles", bad));
        }
        assertEquals(List.of(), networks.saved);
        assertProblem(404, "request.unknown-path", server.post("/api/v1/network/profiles/nonsense/connect", "{}"));
    }

    @Test
    public void eachRefusalIsSaidAsWhatItIs() throws Exception {
        networks.failure = new NetworkException(NetworkException.Code.WRONG_LOGIN);
        assertProblem(409, "network.wrong-login", server.post(PROFILE + "/connect", "{}"));
        networks.failure = new NetworkException(NetworkException.Code.BAD_SETTINGS, "The gateway 10.1.0.1 is outside of 10.0.0.0/24.", null);
        assertTrue(server.post(PROFILE + "/connect", "{}").body().contains("10.1.0.1"));
        networks.failure = new NetworkException(NetworkException.Code.UNKNOWN);
        assertProblem(404, "network.unknown", server.post(PROFILE + "/connect", "{}"));
        server.services.networks(null);
        assertProblem(503, "networks.away", server.get("/api/v1/network/profiles"));
        assertTrue("nothing waits where nothing can be changed", json(200, server.get("/api/v1/network/trial")).get("trial").isNull());
    }

    @Test
    public void networksGoToAnotherDeviceInAFile() throws Exception {
        JsonNode exported = json(200, server.post("/api/v1/network/profiles/export", "{\"passphrase\":\"correct horse\"}"));
        assertShape("NetworkFile", exported);
        assertEquals("sealed with correct horse", exported.get("file").asText());
        assertEquals("REFUSED", exported.at("/networks/1/outcome").asText());
        assertTrue(exported.at("/networks/0/what").isNull());
        JsonNode imported = json(200, server.post("/api/v1/network/profiles/import", "{\"file\":\"" + "x".repeat(1 << 20) + "\",\"passphrase\":\"correct horse\"}"));
        assertShape("NetworksImported", imported);
        assertEquals("1048576 bytes", imported.at("/networks/0/name").asText());
        assertProblem(422, "network.wrong-passphrase", server.post("/api/v1/network/profiles/import", "{\"file\":\"x\",\"passphrase\":\"another\"}"));
        assertProblem(413, "request.too-large", server.post("/api/v1/network/profiles/import", "{\"file\":\"" + "x".repeat(1_100_000) + "\",\"passphrase\":\"another\"}"));
        for (String path : List.of("export", "import")) {
            assertProblem(400, "request.malformed", server.post("/api/v1/network/profiles/" + path, "{\"file\":\"x\"}"));
        }
        assertProblem(400, "request.malformed", server.post("/api/v1/network/profiles/import", "{\"passphrase\":\"correct horse\"}"));
    }

    private static final class FakeRules implements LinkRules {
        private final Map<String, LinkRule> rules = new HashMap<>();
        private final Map<String, Long> carried = new HashMap<>();
        private String last = "";
        private boolean full;

        @Override
        public String network(Link link) {
            return link.profile().orElse(last.isEmpty() ? link.name() : last);
        }

        @Override
        public Map<String, LinkRule> rules() {
            return Map.copyOf(rules);
        }

        @Override
        public void set(String network, LinkRule rule) {
            if (full) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
            rules.put(network, rule);
        }

        @Override
        public void clear(String network) {
            rules.remove(network);
        }

        @Override
        public Map<String, Long> carriedBytes() {
            return carried;
        }
    }

    private static final class FakeNetworks implements Networks {
        List<Link.Kind> kinds = List.of(Link.Kind.ETHERNET, Link.Kind.WIFI, Link.Kind.MODEM);
        private final List<Profile.Draft> saved = new ArrayList<>();
        private final List<String> forgotten = new ArrayList<>();
        private Duration within;
        private Optional<Trial> trial = Optional.empty();
        private NetworkException failure;

        @Override
        public List<Link.Kind> kinds() {
            return kinds;
        }

        @Override
        public void preferKinds(List<Link.Kind> wanted) {
            kinds = List.copyOf(wanted);
        }

        @Override
        public List<Profile> profiles() {
            return List.of(profile(saved.get(0)));
        }

        @Override
        public List<AccessPoint> scan() {
            return List.of(new AccessPoint("wlan0", new Wifi(new Ssid("ff00"), Wifi.Security.OPEN, false), 70, 2412, Optional.empty(), false));
        }

        @Override
        public Profile save(Profile.Draft draft, Duration confirmWithin) {
            saved.add(draft);
            within = confirmWithin;
            return profile(draft);
        }

        @Override
        public void forget(String id) {
            forgotten.add(id);
        }

        @Override
        public void connect(String id, Optional<String> link, Duration confirmWithin) throws NetworkException {
            if (failure != null) {
                throw failure;
            }
            trial = Optional.of(new Trial("Joins " + link.orElse("any"), NOON.plus(confirmWithin)));
        }

        @Override
        public void disconnect(String link, Duration confirmWithin) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void prefer(List<String> ids) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Trial> trial() {
            return trial;
        }

        @Override
        public void confirm() {
            trial = Optional.empty();
        }

        @Override
        public void undo() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ProfileFile exported(Secret passphrase) {
            return new ProfileFile("sealed with " + passphrase.value(), List.of(new ProfileFile.Entry("Stage 4", ProfileFile.Outcome.TAKEN, "", ""),
                    new ProfileFile.Entry("Office", ProfileFile.Outcome.REFUSED, "It is not kept.", "Type it.")));
        }

        @Override
        public List<ProfileFile.Entry> imported(String file, Secret passphrase) throws NetworkException {
            if (!passphrase.value().equals("correct horse")) {
                throw new NetworkException(NetworkException.Code.WRONG_PASSPHRASE);
            }
            return List.of(new ProfileFile.Entry(file.length() + " bytes", ProfileFile.Outcome.KNOWN, "Known.", "Nothing."));
        }

        private static Profile profile(Profile.Draft draft) {
            return new Profile(draft.id().orElse(ID), draft.name(), draft.kind(), draft.link(), draft.wifi(), draft.addressing(), draft.autoJoin(), draft.preference(),
                    draft.metered(), Optional.empty(), Optional.of(NOON));
        }
    }
}
