package io.rushline.network.nm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.network.api.Addressing;
import io.rushline.network.api.Link;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.LinkRule;
import io.rushline.network.api.LinkRules;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Profile;
import io.rushline.network.api.Profile.Draft;
import io.rushline.network.api.Profile.Login;
import io.rushline.network.api.ProfileFile;
import io.rushline.network.api.ProfileFile.Entry;
import io.rushline.network.api.ProfileFile.Outcome;
import io.rushline.network.api.Secret;
import io.rushline.network.api.Ssid;
import io.rushline.network.api.Wifi;
import io.rushline.network.api.Wifi.Security;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TransferTest {

    private static final Secret PASSPHRASE = new Secret("correct horse");
    /** Iterations: what a passphrase costs is not the matter here. */
    private static final int FEW = 1_000;
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
    private static final String KEY = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGH\n-----END ENCRYPTED PRIVATE KEY-----\n";
    private static final Optional<Login> LOGIN = Optional.of(new Login.Passphrase(new Secret("hunter2-hunter2")));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Model here = new Model();
    private final Model there = new Model();

    /** NetworkManager calls what it makes of a cable as the exported one is called. */
    @Test
    public void whereAnotherNetworkHasItsNameItGetsOneOfItsOwn() throws Exception {
        Addressing set = new Addressing.Manual(InetAddress.getByName("10.1.2.3"), 24, Optional.empty(), List.of());
        Draft draft = new Draft(Optional.empty(), "Wired connection 1", Kind.ETHERNET, Optional.empty(), Optional.empty(), Optional.empty(), set, true, 0, Optional.empty());
        Profile made = wired("Wired connection 1", new Addressing.Dhcp());
        assertEquals("Wired connection 1 (2)", Transfer.named(draft, List.of(made)).name());
        assertEquals("Wired connection 1 (3)", Transfer.named(draft, List.of(made, wired("Wired connection 1 (2)", new Addressing.Dhcp()))).name());
        assertEquals("the same again", "Wired connection 1 (2)", Transfer.named(draft, List.of(made, wired("Wired connection 1 (2)", set))).name());
        assertEquals("Wired connection 1", Transfer.named(draft, List.of(wired("Wired connection 1", set))).name());
    }

    private static Profile wired(String name, Addressing addressing) {
        return new Profile("u-" + name, name, Kind.ETHERNET, Optional.empty(), Optional.empty(), addressing, true, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    public void anotherDeviceKnowsTheSameNetworksWithTheirSecretsInTheSameOrder() throws Exception {
        List<Draft> drafts = List.of(wifi("Stage 4", Security.WPA2, LOGIN, 9), wifi("Odd", new Ssid("ff00"), Security.WPA3, LOGIN, 8), wifi("Both", Security.WPA2_WPA3, LOGIN, 7),
                wifi("Open", Security.OPEN, Optional.empty(), 6),
                wifi("Office", Security.ENTERPRISE, Optional.of(new Login.Password("anna", Optional.of("anonymous"), new Secret("pass"), Optional.of(CERTIFICATE))), 5),
                wifi("Studio", Security.ENTERPRISE, Optional.of(new Login.Certificate("box", CERTIFICATE, new Secret(KEY), Optional.of(new Secret("open")), Optional.empty())), 4),
                new Draft(Optional.empty(), "Rack", Kind.ETHERNET, Optional.of("eth1"), Optional.empty(), Optional.empty(), new Addressing.Manual(ip("10.0.0.5"), 24,
                        Optional.of(ip("10.0.0.1")), List.of(ip("10.0.0.2"), ip("1.1.1.1"))), false, 3, Optional.of(true)),
                new Draft(Optional.empty(), "Mobile", Kind.MODEM, Optional.empty(), Optional.empty(), Optional.empty(), new Addressing.Dhcp(), true, 2, Optional.empty()));
        for (Draft draft : drafts) {
            here.add(draft);
        }
        ProfileFile file = here.exported();
        assertEquals(drafts.stream().map(draft -> new Entry(draft.name(), Outcome.TAKEN, "", "")).toList(), file.networks());
        assertFalse(file.toString().contains("hunter2"));
        assertEquals(file.networks(), there.imported(file.text()));
        assertEquals(here.all.values().stream().map(TransferTest::comparable).toList(), there.all.values().stream().map(TransferTest::comparable).toList());
        assertEquals(drafts.stream().map(Draft::name).toList(), there.profiles().stream().map(Profile::name).toList());
        assertEquals("what belongs to an adapter stays", Optional.empty(), there.profile("Rack").link());
        int before = there.all.size();
        assertEquals(Set.of(Outcome.KNOWN), Set.copyOf(there.imported(file.text()).stream().map(Entry::outcome).toList()));
        assertEquals(before, there.all.size());
    }

    @Test
    public void whatIsKnownStaysAsItIsAndBeforeWhatComes() throws Exception {
        here.add(wifi("Wide", Security.WPA2, LOGIN, 900));
        here.add(wifi("Stage 4", Security.WPA2, LOGIN, 20));
        here.add(wifi("Narrow", Security.WPA2, LOGIN, 10));
        there.add(wifi("Stage 4", Security.WPA2, Optional.of(new Login.Passphrase(new Secret("another one"))), 5));
        there.add(wifi("Own", Security.WPA2, LOGIN, -3));
        there.generated = there.add(new Draft(Optional.empty(), "Wired connection 1", Kind.ETHERNET, Optional.empty(), Optional.empty(), Optional.empty(), new Addressing.Dhcp(), true,
                -999, Optional.empty()));
        List<Entry> told = there.imported(here.exported().text());
        assertEquals(List.of(Outcome.TAKEN, Outcome.KNOWN, Outcome.TAKEN), told.stream().map(Entry::outcome).toList());
        assertEquals(List.of("Stage 4", "Own", "Wide", "Narrow", "Wired connection 1"), there.profiles().stream().map(Profile::name).toList());
        assertEquals("another one", Model.secrets(there.settings("Stage 4")).group(ConnectionSettings.SECURITY).text("psk").orElseThrow());
        assertEquals(5, there.profile("Stage 4").preference());
    }

    @Test
    public void oneThatIsRefusedDoesNotEndTheRest() throws Exception {
        String file = SealedFile.seal(Map.of("version", 1, "networks", List.of(
                Map.of("name", "Bridge", "kind", "BRIDGE"), Map.of("kind", "ETHERNET"), Map.of("name", "Odd", "kind", "SUBMARINE"),
                Map.of("name", "No password", "kind", "WIFI", "wifi", Map.of("ssidHex", "aa", "security", "WPA2")),
                Map.of("name", "No name", "kind", "WIFI", "wifi", Map.of("ssidHex", "zz", "security", "OPEN")), Map.of("name", "No Wi-Fi", "kind", "WIFI", "wifi", "Stage"),
                Map.of("name", "Host", "kind", "ETHERNET", "addressing", Map.of("address", "cloud.example", "prefix", 24)),
                Map.of("name", "Good", "kind", "ETHERNET"), Map.of("name", "Policy", "kind", "ETHERNET"))), PASSPHRASE, FEW);
        there.refused = "Policy";
        List<Entry> told = there.imported(file);
        told.forEach(one -> assertEquals(one.toString(), one.name().equals("Good") ? Outcome.TAKEN : Outcome.REFUSED, one.outcome()));
        told.forEach(one -> assertTrue(one.toString(), one.name().equals("Good") || one.what().endsWith(".") || one.what().endsWith(")") && one.todo().endsWith(".")));
        assertEquals(9, told.size());
        assertTrue(told.get(8).what(), told.get(8).what().contains("does not let Rushline"));
        assertEquals(List.of("Good"), there.profiles().stream().map(Profile::name).toList());
    }

    @Test
    public void whatStandsTwiceInAFileIsKeptOnce() throws Exception {
        Map<String, Object> twice = Map.of("name", "Rack", "kind", "ETHERNET");
        List<Entry> told = there.imported(SealedFile.seal(Map.of("version", 1, "networks", List.of(twice, twice)), PASSPHRASE, FEW));
        assertEquals(List.of(Outcome.TAKEN, Outcome.KNOWN), told.stream().map(Entry::outcome).toList());
        assertEquals(1, there.all.size());
    }

    @Test
    public void whatCannotBeTakenAlongIsSaid() throws Exception {
        here.add(wifi("Asked", Security.WPA2, LOGIN, 0)).remove(ConnectionSettings.SECURITY, "psk");
        here.add(peap("Checked")).put(ConnectionSettings.ENTERPRISE, "domain-suffix-match", "stage.example");
        here.add(peap("Tunnelled")).put(ConnectionSettings.ENTERPRISE, "eap", List.of("ttls"), "as");
        here.add(wifi("Old", Security.WPA2, LOGIN, 0)).put(ConnectionSettings.SECURITY, "key-mgmt", "none");
        here.add(wired("Port")).put(ConnectionSettings.ENTERPRISE, "eap", List.of("peap"), "as");
        here.add(new Draft(Optional.empty(), "Mobile", Kind.MODEM, Optional.empty(), Optional.empty(), Optional.empty(), new Addressing.Dhcp(), true, 0, Optional.empty()))
                .remove(ConnectionSettings.MODEM, "auto-config");
        here.add(wired("Good"));
        here.generated = here.add(wired("Wired connection 1"));
        ProfileFile file = here.exported();
        assertEquals(Map.of("Asked", Outcome.REFUSED, "Checked", Outcome.REFUSED, "Tunnelled", Outcome.REFUSED, "Old", Outcome.REFUSED, "Port", Outcome.REFUSED, "Mobile",
                Outcome.REFUSED, "Good", Outcome.TAKEN), outcomes(file.networks()));
        file.networks().forEach(one -> assertEquals(one.toString(), one.outcome() == Outcome.REFUSED ? Code.NOT_PORTABLE.todo : "", one.todo()));
        assertEquals(Map.of("Good", Outcome.TAKEN), outcomes(there.imported(file.text())));
    }

    /** As NetworkManager keeps them. */
    @Test
    public void certificatesAreTakenFromTheirFiles() throws Exception {
        Path pem = Files.writeString(folder.newFile().toPath(), CERTIFICATE);
        here.add(peap("Office")).put(ConnectionSettings.ENTERPRISE, "ca-cert", ("file://" + pem + "\0").getBytes(StandardCharsets.UTF_8), "ay");
        here.add(peap("Gone")).put(ConnectionSettings.ENTERPRISE, "ca-cert", ("file://" + pem + ".gone\0").getBytes(StandardCharsets.UTF_8), "ay");
        Path bundle = Files.writeString(folder.newFile().toPath(), CERTIFICATE.repeat(200));
        here.add(peap("Everybody")).put(ConnectionSettings.ENTERPRISE, "ca-cert", ("file://" + bundle + "\0").getBytes(StandardCharsets.UTF_8), "ay");
        ProfileFile file = here.exported();
        assertEquals(Map.of("Office", Outcome.TAKEN, "Gone", Outcome.REFUSED, "Everybody", Outcome.REFUSED), outcomes(file.networks()));
        there.imported(file.text());
        assertEquals(CERTIFICATE, new String(there.settings("Office").group(ConnectionSettings.ENTERPRISE).bytes("ca-cert"), StandardCharsets.US_ASCII));
    }

    @Test
    public void whatANetworkIsForGoesAlong() throws Exception {
        LinkRule rule = new LinkRule(LinkRule.Share.BEHIND, LinkRule.Carries.PROXIES, OptionalLong.of(2_000_000_000));
        here.add(wired("Rack"));
        here.add(wired("Plain"));
        here.rules.set(here.profile("Rack").id(), rule);
        String file = here.exported().text();
        there.imported(file);
        assertEquals(Map.of(there.profile("Rack").id(), rule), there.rules.rules());
        Model full = new Model();
        full.rules.full = true;
        assertEquals(List.of(false, true), full.imported(file).stream().map(one -> one.what().isEmpty()).sorted().toList());
        assertEquals("the networks are there all the same", 2, full.all.size());
    }

    @Test
    public void anotherVersionAndWhatIsNoFileOfNetworksAreToldApart() throws Exception {
        assertEquals(Code.OTHER_VERSION, opened(Map.of("version", 2, "networks", List.of())));
        assertEquals(Code.OTHER_VERSION, opened(Map.of("version", "one")));
        assertEquals(Code.BAD_FILE, opened(Map.of("sub", "somebody")));
        assertEquals(Code.TOO_LARGE, opened(Map.of("version", 1, "networks", java.util.Collections.nCopies(1_000, Map.of()))));
    }

    private static Code opened(Map<String, Object> content) throws NetworkException {
        String file = SealedFile.seal(content, PASSPHRASE, FEW);
        return assertThrows(NetworkException.class, () -> Transfer.opened(file, PASSPHRASE)).code();
    }

    private static Map<String, Outcome> outcomes(List<Entry> entries) {
        Map<String, Outcome> outcomes = new HashMap<>();
        entries.forEach(one -> outcomes.put(one.name(), one.outcome()));
        return outcomes;
    }

    /** Without what is of one device: id, adapter and preference. */
    private static String comparable(ConnectionSettings settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String group : settings.raw().keySet()) {
            Map<String, Object> values = new java.util.TreeMap<>(settings.group(group).values());
            values.keySet().removeAll(Set.of("uuid", "interface-name", "autoconnect-priority"));
            values.replaceAll((key, value) -> value instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : value);
            all.put(group, values);
        }
        return all.toString();
    }

    private static Draft wired(String name) {
        return new Draft(Optional.empty(), name, Kind.ETHERNET, Optional.empty(), Optional.empty(), Optional.empty(), new Addressing.Dhcp(), true, 0, Optional.empty());
    }

    private static Draft peap(String name) {
        return wifi(name, Security.ENTERPRISE, Optional.of(new Login.Password("anna", Optional.empty(), new Secret("pass"), Optional.empty())), 0);
    }

    private static Draft wifi(String name, Security security, Optional<Login> login, int preference) {
        return wifi(name, Ssid.of(name), security, login, preference);
    }

    private static Draft wifi(String name, Ssid ssid, Security security, Optional<Login> login, int preference) {
        return new Draft(Optional.empty(), name, Kind.WIFI, Optional.empty(), Optional.of(new Wifi(ssid, security, true)), login, new Addressing.Dhcp(), true, preference,
                Optional.empty());
    }

    private static InetAddress ip(String text) {
        return Links.address(text).orElseThrow();
    }

    /** A NetworkManager that keeps connections, and tells their secrets only to who asks for them. */
    private static final class Model implements Caller {

        private static final Set<String> SECRETS = Set.of("psk", "password", "private-key-password");

        private final Map<String, ConnectionSettings> all = new LinkedHashMap<>();
        private final Rules rules = new Rules();
        private final Transfer transfer = new Transfer(this, () -> Optional.of(rules), FEW);
        private ConnectionSettings generated;
        private String refused = "";

        private ConnectionSettings add(Draft draft) throws Exception {
            Drafts.check(draft, List.of());
            Known.add(this, draft);
            return settings(draft.name());
        }

        private ProfileFile exported() throws Exception {
            return transfer.exported(PASSPHRASE);
        }

        private List<Entry> imported(String file) throws Exception {
            return transfer.imported(Transfer.opened(file, PASSPHRASE));
        }

        private List<Profile> profiles() throws Exception {
            return Known.profiles(Known.all(this, Snapshot.read(this)));
        }

        private Profile profile(String name) throws Exception {
            return profiles().stream().filter(profile -> profile.name().equals(name)).findFirst().orElseThrow();
        }

        private ConnectionSettings settings(String name) {
            return all.values().stream().filter(settings -> name(settings).equals(name)).findFirst().orElseThrow();
        }

        private static String name(ConnectionSettings settings) {
            return settings.group(ConnectionSettings.CONNECTION).text("id").orElseThrow();
        }

        private static ConnectionSettings secrets(ConnectionSettings settings) {
            return only(settings, true);
        }

        private static ConnectionSettings only(ConnectionSettings settings, boolean secrets) {
            Map<String, Map<String, Variant<?>>> some = new LinkedHashMap<>();
            settings.raw().forEach((group, values) -> {
                Map<String, Variant<?>> kept = new LinkedHashMap<>(values);
                kept.keySet().removeIf(key -> SECRETS.contains(key) != secrets);
                some.put(group, kept);
            });
            return ConnectionSettings.of(some);
        }

        @Override
        public Object[] call(String path, String type, String method, String signature, Object... arguments) throws BusException {
            return switch (method) {
                case "GetManagedObjects" -> new Object[] {objects()};
                case "GetSettings" -> new Object[] {only(all.get(path), false).raw()};
                case "GetSecrets" -> new Object[] {secrets(all.get(path), (String) arguments[0])};
                case "AddConnection" -> new Object[] {keep(ConnectionSettings.of(arguments[0]))};
                default -> throw new AssertionError(method);
            };
        }

        private static Object secrets(ConnectionSettings settings, String group) throws BusException {
            Map<String, Variant<?>> secrets = only(settings, true).raw().get(group);
            if (secrets.isEmpty()) {
                throw new BusException("org.freedesktop.NetworkManager.AgentManager.NoSecrets", "No agents were available for this request.", null);
            }
            return Map.of(group, secrets);
        }

        private DBusPath keep(ConnectionSettings settings) throws BusException {
            if (name(settings).equals(refused)) {
                throw new BusException("org.freedesktop.NetworkManager.Settings.PermissionDenied", "No.", null);
            }
            String path = Nm.SETTINGS_PATH + "/" + all.size();
            all.put(path, settings);
            return new DBusPath(path);
        }

        private Map<String, Map<String, Map<String, Object>>> objects() {
            Map<String, Map<String, Map<String, Object>>> objects = new LinkedHashMap<>();
            all.forEach((path, settings) -> objects.put(path, Map.of(Nm.CONNECTION, Map.of("Flags", new UInt32(settings == generated ? 0x3 : 0)))));
            return objects;
        }

        @Override
        public Closeable listen(Consumer<Bus.Signal> listener) {
            return () -> { };
        }
    }

    private static final class Rules implements LinkRules {
        private final Map<String, LinkRule> rules = new HashMap<>();
        private boolean full;

        @Override
        public String network(Link link) {
            throw new UnsupportedOperationException();
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
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Long> carriedBytes() {
            throw new UnsupportedOperationException();
        }
    }
}
