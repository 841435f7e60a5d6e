package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.NetworkLab;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** Known networks go to another device with all they need, and survive the next version of the module that knows them; the real NetworkManager keeps them. */
public class NetworkTransferIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration UPDATE = Duration.ofMinutes(5);
    private static final String B = NetworkLab.B;
    private static final String STATIC = NetworkLab.net(B) + "50";
    private static final String PROFILES = "/api/v1/network/profiles";
    private static final String PASSPHRASE = "correct horse";
    private static final String PASSWORD = "hunter2-hunter2";
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBeDCCAR2gAwIBAgIUMrmv5WWBA8WgyttoS88LtsEzNfUwCgYIKoZIzj0EAwIw
            EDEOMAwGA1UEAwwFU3RhZ2UwIBcNMjYxMTI5MDU0MDU0WhgPMjEyNjExMDUwNTQw
            NTRaMBAxDjAMBgNVBAMMBVN0YWdlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
            ofIpuDHR1+TujIYA61zlnMXrP3h5Pvh0VHvJ2NHGMC5eW5M75w9x1aWLIsIdH0qq
            lZqYchFyVcJb8yoC5YMC/qNTMFEwHQYDVR0OBBYEFDlr1OZd8JAtcAfdd6JibBOK
            /ZB3MB8GA1UdIwQYMBaAFDlr1OZd8JAtcAfdd6JibBOK/ZB3MA8GA1UdEwEB/wQF
            MAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAJpBVqrbkmY3ckqIsr9+16/Jx5kkCumr
            IoPzSk8SZpRiAiEAquj7xDZNtz4f8DOvzQ92Ae/1esoScQtY0EDPm9cXvp0=
            -----END CERTIFICATE-----
            """;
    private static final String KEY = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiOxLG9wUeifz86zT
            /8Q61o2aJVxSwW9A3yKevq/y1fChRANCAASh8im4MdHX5O6MhgDrXOWcxes/eHk+
            +HRUe8nY0cYwLl5bkzvnD3HVpYsiwh0fSqqVmphyEXJVwlvzKgLlgwL+
            -----END PRIVATE KEY-----
            """;
    private static final Pattern PEM = Pattern.compile("[^=\n]+\\.pem");
    private static final Pattern OF_ONE_DEVICE = Pattern.compile("(uuid|interface-name|autoconnect-priority|timestamp)=.*\n");
    private static final NetworkLab LAB = new NetworkLab();
    private static final Site SITE = new Site(LAB);

    private static ModuleMaker maker;
    private Path file;

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(LAB).around(SITE);

    @BeforeClass
    public static void start() throws Exception {
        maker = new ModuleMaker(SITE.folder("modules"));
        Files.copy(maker.vendor().pem(), Files.createDirectories(SITE.home.resolve("config/trust")).resolve("vendor.pem"));
        SITE.startAppliance("--set", "io.rushline.modules:settleSeconds=2", "--set", "io.rushline.modules:badSeconds=1");
        awaitNetworks();
    }

    private static void awaitNetworks() {
        Await.until("networks are known", SOON, () -> SITE.api().send("GET", PROFILES, null).statusCode(), status -> status == 200);
    }

    @Before
    public void know() throws Exception {
        file = Files.createTempDirectory(SITE.folder("files"), "").resolve("networks.jwe");
        String rack = save("Rack", draft -> {
            draft.put("kind", "ETHERNET").put("link", B).put("autoJoin", false).put("metered", true).putObject("addressing").put("method", "MANUAL").put("address", STATIC).put("prefix", 24)
                    .put("gateway", NetworkLab.gateway(B)).putArray("dns").add(NetworkLab.gateway(B));
        });
        assertEquals(200, SITE.api().send("PUT", "/api/v1/network/rules/" + rack, "{\"share\":\"BEHIND\",\"carries\":\"PROXIES\",\"monthlyBytes\":5000000000}").statusCode());
        save("Stage 4", draft -> wifi(draft, "WPA2").put("passphrase", PASSWORD));
        save("Next", draft -> wifi(draft, "WPA3").put("passphrase", PASSWORD));
        save("Office", draft -> wifi(draft, "ENTERPRISE").put("identity", "anna").put("password", PASSWORD).put("caPem", CERTIFICATE));
        save("Studio", draft -> wifi(draft, "ENTERPRISE").put("identity", "box").put("certificatePem", CERTIFICATE).put("keyPem", KEY).put("caPem", CERTIFICATE));
    }

    @After
    public void forget() {
        for (JsonNode profile : SITE.api().get(PROFILES).get("profiles")) {
            if (!profile.get("name").asText().startsWith("Wired connection")) {
                SITE.api().delete(PROFILES + "/" + profile.get("id").asText());
            }
        }
    }

    @Test
    public void whatWasForgottenIsKnownAgainFromTheFile() throws Exception {
        Map<String, String> before = known();
        assertEquals("passwords and a key: " + before, 4, before.values().stream().filter(kept -> kept.contains(PASSWORD) || kept.contains(KEY)).count());
        JsonNode exported = answer(0, PASSPHRASE, "export", file);
        assertEquals(exported.toString(), Set.of("TAKEN"), outcomes(exported));
        assertEquals("Wired connections are made by NetworkManager itself", before.keySet(), names(exported));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String content = Files.readString(file);
        assertFalse(content + exported, (content + exported).contains(PASSWORD));

        assertEquals(Set.of("KNOWN"), outcomes(answer(0, PASSPHRASE, "import", file)));
        forget();
        assertEquals(Map.of(), known());
        assertEquals("network.wrong-passphrase", answer(1, "correct hearse", "import", file).get("code").asText());
        assertEquals(Map.of(), known());

        JsonNode imported = answer(0, PASSPHRASE, "import", file);
        assertEquals(imported.toString(), Set.of("TAKEN"), outcomes(imported));
        assertEquals("secrets and all", before, known());
        String rack = id("Rack");
        SITE.api().post(PROFILES + "/" + rack + "/connect", Api.JSON.createObjectNode().put("link", B).put("confirmWithinSeconds", 0).toString());
        Await.until("B has the address that was set", SOON, () -> LAB.address(B), STATIC::equals);
        JsonNode rule = rule(rack);
        assertEquals("BEHIND PROXIES 5000000000", rule.get("share").asText() + " " + rule.get("carries").asText() + " " + rule.get("monthlyBytes"));
        assertEquals(Set.of("KNOWN"), outcomes(answer(0, PASSPHRASE, "import", file)));
        assertEquals(before, known());
    }

    @Test
    public void aFileThatIsThereIsReplacedOnlyByForce() throws Exception {
        Files.writeString(file, "precious");
        assertEquals(1, ctl(PASSPHRASE, "export", file).status());
        assertEquals("precious", Files.readString(file));
        assertEquals(0, ctl(PASSPHRASE, "export", "--force", file).status());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(0, ctl(PASSPHRASE, "import", file).status());
    }

    @Test
    public void aBadFileAndAShortPassphraseAreSaid() throws Exception {
        Files.writeString(file, "{\"networks\": []}");
        assertEquals("network.bad-file", answer(1, PASSPHRASE, "import", file).get("code").asText());
        Files.delete(file);
        assertEquals("network.bad-settings", answer(1, "short", "export", file).get("code").asText());
        assertFalse(Files.exists(file));
    }

    @Test
    public void aPasswordThatIsNotKeptIsSaid() throws Exception {
        LAB.nmcli("connection", "modify", "Stage 4", "802-11-wireless-security.psk-flags", "2", "802-11-wireless-security.psk", "");
        JsonNode exported = answer(1, PASSPHRASE, "export", file);
        JsonNode stage = NetworksIT.find(exported.get("networks"), "Stage 4");
        assertEquals("REFUSED", stage.get("outcome").asText());
        assertTrue(stage.toString(), stage.get("what").asText().contains("password is not kept"));
        assertEquals(Set.of("Rack", "Next", "Office", "Studio"), names(answer(0, PASSPHRASE, "import", file)));
    }

    @Test
    public void theNextVersionOfTheModuleKnowsThemAll() throws Exception {
        SITE.api().post(PROFILES + "/" + id("Rack") + "/connect", Api.JSON.createObjectNode().put("link", B).put("confirmWithinSeconds", 0).toString());
        Await.until("B has the address that was set", SOON, () -> LAB.address(B), STATIC::equals);
        Map<String, String> before = known();
        String rack = id("Rack");
        Rushline.Result update = SITE.ctl(null, UPDATE, "modules", "install", maker.next("io.rushline.network.nm", "1.0.1").signed());
        assertEquals(update.toString(), 0, update.status());
        assertEquals(update.toString(), "COMMITTED", Api.JSON.readTree(update.out()).get("state").asText());
        SITE.findAppliance();
        awaitNetworks();
        assertEquals(before, known());
        assertEquals(rack, id("Rack"));
        assertEquals("and it is in them", STATIC, LAB.address(B));
        Await.until("which it knows", SOON, () -> profile("Rack").path("activeOn").asText(), B::equals);
    }

    private static String save(String name, Consumer<ObjectNode> more) throws Exception {
        ObjectNode draft = Api.JSON.createObjectNode().put("name", name).put("confirmWithinSeconds", 0);
        more.accept(draft);
        HttpResponse<String> answer = SITE.api().send("POST", PROFILES, draft.toString());
        assertEquals(answer.body(), 201, answer.statusCode());
        return Api.JSON.readTree(answer.body()).get("id").asText();
    }

    /** @return its login, to be filled in */
    private static ObjectNode wifi(ObjectNode draft, String security) {
        draft.put("kind", "WIFI").putObject("wifi").put("ssid", draft.get("name").asText()).put("security", security);
        return draft.putObject("login");
    }

    /** The files in which NetworkManager keeps those that are known, secrets and all; but for what is of one device only. */
    private static Map<String, String> known() throws Exception {
        Map<String, String> known = new TreeMap<>();
        for (String line : LAB.nmcli("-g", "NAME,FILENAME", "connection", "show").lines().toList()) {
            String[] nameAndFile = line.split(":", 2);
            Path kept = Path.of(nameAndFile[1]);
            if (kept.toString().contains("/profiles/")) {
                String here = OF_ONE_DEVICE.matcher(read(kept)).replaceAll("");
                known.put(nameAndFile[0], PEM.matcher(here).replaceAll(found -> read(kept.resolveSibling(found.group()))));
            }
        }
        return known;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String id(String name) {
        return profile(name).get("id").asText();
    }

    private static JsonNode profile(String name) {
        return NetworksIT.find(SITE.api().get(PROFILES).get("profiles"), name);
    }

    private static JsonNode rule(String id) {
        for (JsonNode use : SITE.api().get("/api/v1/network/rules").get("networks")) {
            if (use.get("network").asText().equals(id)) {
                return use;
            }
        }
        throw new AssertionError("no rule of " + id);
    }

    private static Set<String> outcomes(JsonNode answer) {
        return new TreeSet<>(answer.findValuesAsText("outcome"));
    }

    private static Set<String> names(JsonNode answer) {
        return new TreeSet<>(answer.findValuesAsText("name"));
    }

    /** The one document that was printed. */
    private static JsonNode answer(int status, String typed, Object... arguments) throws Exception {
        Rushline.Result result = ctl(typed, arguments);
        assertEquals(result.toString(), status, result.status());
        return Api.JSON.readTree(result.out());
    }

    private static Rushline.Result ctl(String typed, Object... arguments) {
        return SITE.ctl(typed, SOON, Stream.concat(Stream.of("network"), Stream.of(arguments)).toArray());
    }
}
