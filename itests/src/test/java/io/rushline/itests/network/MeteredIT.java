package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Fault;
import io.rushline.itests.support.FleetServer;
import io.rushline.itests.support.ManagerModel;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.Noted;
import io.rushline.itests.support.Site;
import io.rushline.itests.support.VendorRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** Modules over a link that costs by the byte, as a model of NetworkManager tells; and NetworkManager's provider itself is replaced. */
public class MeteredIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String ACTION = "7";
    /** The main link, and another one that leads nowhere else. */
    private static final String LINKS = """
            def up(device, number):
                config = PATH + '/IP4Config/' + number
                nm.AddObject(config, NM + '.IP4Config', {'AddressData': dbus.Array([dbus.Dictionary({'address': '10.78.' + number + '.2', 'prefix': dbus.UInt32(24)},
                    signature='sv')], signature='a{sv}')}, [])
                at(device).AddProperty(NM + '.Device', 'Ip4Config', dbus.ObjectPath(config))
                at(device).AddProperty(NM + '.Device', 'Metered', dbus.UInt32(2))
            up(nm.AddEthernetDevice('cable', 'eth7', 100), '7')
            wifi = nm.AddWiFiDevice('wifi0', 'wlan0', 100)
            point = nm.AddAccessPoint(wifi, 'point1', 'Stage', '00:00:5e:00:53:01', 2, 2412, 54000, 62, 0x100)
            active = nm.AddActiveConnection([wifi], nm.AddWiFiConnection(wifi, 'known1', 'Stage', 'wpa-psk'), point, 'active1', 2)
            at(PATH).AddProperty(NM, 'PrimaryConnection', dbus.ObjectPath(active))
            up(wifi, '8')
            at(wifi).EmitSignal(NM + '.Device', 'StateChanged', 'uuu', [100, 90, 0])
            """;

    private static final ManagerModel MODEL = new ManagerModel();
    private static final Site SITE = new Site();

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(MODEL).around(SITE);

    private static ModuleMaker maker;
    private static VendorRepository repository;
    private static FleetServer server;

    @BeforeClass
    public static void start() throws IOException {
        maker = new ModuleMaker(SITE.folder("modules"));
        repository = new VendorRepository(SITE.folder("repository"));
        server = new FleetServer(SITE.folder("fleet"), repository);
        Files.writeString(SITE.home.resolve("fleet-token"), "token");
        MODEL.run(LINKS);
        appliance(false);
    }

    private static void appliance(boolean allowMetered) {
        List<Object> flags = new ArrayList<>(List.of("--module-trust", maker.vendor().pem(), "--set", "io.rushline.modules:settleSeconds=1"));
        for (String setting : List.of("fleet.hawkbit:serverUrl=" + server.url(), "fleet.hawkbit:controllerId=" + FleetServer.CONTROLLER, "fleet.hawkbit:tokenFile=fleet-token",
                "fleet.hawkbit:trustPemFile=" + server.pem(), "fleet.hawkbit:allowMetered=" + allowMetered, "modules.repository:indexUrl=" + repository.indexUrl(),
                "modules.repository:trustPemFile=" + repository.pem(), "modules.repository:allowMetered=" + allowMetered)) {
            flags.addAll(List.of("--set", "io.rushline." + setting));
        }
        SITE.startAppliance(MODEL.environment(), flags.toArray());
        for (String part : List.of("history", "repository", "fleet")) {
            Await.until("modules can be changed: " + part, LIMIT, () -> SITE.api().send("GET", "/api/v1/modules/" + part, null).statusCode(), status -> status == 200);
        }
    }

    @AfterClass
    public static void stop() {
        if (server != null) {
            server.close();
            repository.close();
        }
    }

    /** Whether NetworkManager says that the main link costs by the byte. */
    private static void metered(boolean is) throws IOException {
        MODEL.run("at(PATH + '/Devices/wifi0').UpdateProperties(NM + '.Device', {'Metered': dbus.UInt32(%d)})".formatted(is ? 1 : 2));
        Await.until("the appliance knows", LIMIT, () -> NetworksIT.find(SITE.api().get("/api/v1/network").get("links"), "wlan0"),
                link -> link.get("main").asBoolean() && link.get("metered").asBoolean() == is);
    }

    private static Path module(String name) {
        return maker.bundle(name, "1.0.0").with(Fault.NONE).signed();
    }

    private static JsonNode check() {
        return SITE.api().post("/api/v1/modules/repository/check", "{}");
    }

    private static void fetch(String name) {
        JsonNode offers = Await.until(name + " is offered", LIMIT, () -> check().get("offers"), all -> all.findValuesAsText("name").contains(name));
        String id = StreamSupport.stream(offers.spliterator(), false).filter(offer -> offer.get("name").asText().equals(name)).findFirst().orElseThrow().get("id").asText();
        SITE.api().post("/api/v1/modules/repository/fetch", "{\"ids\": [\"" + id + "\"]}");
    }

    private static void runs(String... names) {
        Await.until(List.of(names) + " run", LIMIT, () -> SITE.api().get("/api/v1/modules").get("modules").findValuesAsText("name").containsAll(List.of(names))
                && !SITE.api().get("/api/v1/modules").hasNonNull("current"));
    }

    @Test
    public void notAByteOfAModuleComesOverAMeteredLinkUnlessThatIsAllowed() throws Exception {
        metered(false);
        repository.publish("stable", module("com.vendor.one"));
        check();
        metered(true);
        long before = repository.requests();
        Path fleet = module("com.vendor.fleet");
        repository.publish("fleet", fleet);
        fetch("com.vendor.one");
        server.deploys(ACTION, fleet);
        Await.until("the fleet's action waits", LIMIT, () -> SITE.api().get("/api/v1/modules/fleet").get("state").asText(), "Action 7 waits for a link that is not metered."::equals);
        assertTrue(check().toString(), check().get("why").asText().startsWith("Waits for a network that does not cost by the byte"));
        assertEquals("neither index nor module was asked for", before, repository.requests());
        metered(false);
        runs("com.vendor.one", "com.vendor.fleet");

        SITE.appliance().terminate(LIMIT);
        appliance(true);
        metered(true);
        repository.publish("stable", module("com.vendor.allowed"));
        fetch("com.vendor.allowed");
        runs("com.vendor.allowed");
    }

    @Test
    public void itsProviderIsUpdatedAndComesBackAloneAndFindsTheSameLinks() throws Exception {
        install(maker.bundle("io.rushline.itests.watcher", "1.0.0").notingEvents().signed());
        JsonNode links = SITE.api().get("/api/v1/network").get("links");
        Noted noted = new Noted(SITE.home);
        install(maker.next("io.rushline.network.nm", "1.0.1").signed());
        noted.restartedAlone("io.rushline.network.nm", "1.0.0", "1.0.1");
        Await.until("the same links", LIMIT, () -> SITE.api().get("/api/v1/network").get("links"), links::equals);
        noted = new Noted(SITE.home);
        committed(SITE.api().post("/api/v1/modules/rollback", "{}"));
        noted.restartedAlone("io.rushline.network.nm", "1.0.1", "1.0.0");
        Await.until("the same links", LIMIT, () -> SITE.api().get("/api/v1/network").get("links"), links::equals);
    }

    private static void install(Path module) {
        JsonNode staged = SITE.api().upload("/api/v1/modules/staged?name=" + module.getFileName(), module);
        committed(SITE.api().post("/api/v1/modules/install", "{\"ids\": [" + staged.get("id") + "]}"));
    }

    private static void committed(JsonNode update) {
        Await.until("it is kept", LIMIT, () -> SITE.api().get("/api/v1/modules/updates/" + update.get("id")).get("state").asText(), "COMMITTED"::equals);
    }
}
