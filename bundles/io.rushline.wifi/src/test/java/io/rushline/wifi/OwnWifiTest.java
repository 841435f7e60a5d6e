package io.rushline.wifi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Connector;
import io.rushline.network.api.Addressing;
import io.rushline.network.api.Hotspot.Door;
import io.rushline.network.api.Link;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.Link.State;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Networks;
import io.rushline.network.api.Profile;
import io.rushline.network.api.Radios;
import io.rushline.network.api.Reach;
import io.rushline.network.api.Secret;
import io.rushline.network.api.Ssid;
import io.rushline.status.api.Warning;
import io.rushline.vault.api.VaultException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

public class OwnWifiTest {

    private final List<Warning> warnings = new ArrayList<>();
    private final FakeVault vault = new FakeVault();
    private final FakeRadios radios = new FakeRadios();
    private final List<Profile> profiles = new ArrayList<>();
    private Connection.State paired = Connection.State.UNPAIRED;
    private boolean guests;
    private Optional<Link> cable = Optional.empty();
    private long second;
    private OwnWifi wifi = start("first-set-up", "");

    @Test
    public void aNewDeviceWithoutANetworkOpensItAndSaysSo() throws Exception {
        pass(59);
        assertEquals(List.of(), radios.done);
        pass(2);
        Door door = wifi.door().orElseThrow();
        assertEquals("Rushline-1a2b", door.ssid());
        assertEquals("10.42.0.1", door.address().getHostAddress());
        assertEquals(JoinText.of(door.ssid(), door.password()), door.joinText());
        assertEquals("wifi.hotspot-open", warnings.get(0).code());
        assertTrue(warnings.get(0).what(), warnings.get(0).what().contains("there is no network"));
        assertFalse(warnings.toString().contains(door.password()));
    }

    @Test
    public void aCableEndsItAndTheWarning() throws Exception {
        pass(61);
        cable = Optional.of(cable());
        pass(7);
        assertEquals(List.of("open Rushline-1a2b", "close"), radios.done);
        assertEquals(List.of(), warnings);
    }

    @Test
    public void aDeviceThatIsPairedAndKnowsANetworkOpensNothing() throws Exception {
        paired = Connection.State.CONNECTED;
        profiles.add(profile(Kind.WIFI, Optional.empty()));
        pass(200);
        assertEquals(List.of(), radios.done);
        profiles.set(0, profile(Kind.ETHERNET, Optional.empty())); // made up by NetworkManager, and never of use
        pass(1);
        assertEquals(List.of("open Rushline-1a2b"), radios.done);
    }

    @Test
    public void aKnownWifiIsListenedForWhileNobodyIsInIt() throws Exception {
        profiles.add(profile(Kind.WIFI, Optional.empty()));
        guests = true;
        pass(1000);
        assertEquals(List.of("open Rushline-1a2b"), radios.done);
        guests = false;
        pass(10);
        assertEquals(List.of("open Rushline-1a2b", "close"), radios.done);
        pass(60);
        assertEquals(List.of("open Rushline-1a2b", "close", "open Rushline-1a2b"), radios.done);
    }

    @Test
    public void aPersonOpensItBesideACableAndClosesIt() throws Exception {
        cable = Optional.of(cable());
        wifi.open();
        pass(60);
        assertEquals(List.of("open Rushline-1a2b"), radios.done);
        assertTrue(warnings.get(0).what(), warnings.get(0).what().contains("somebody has opened it"));
        wifi.close();
        pass(10);
        assertEquals(List.of("open Rushline-1a2b", "close"), radios.done);
        assertEquals(Optional.empty(), wifi.door());
    }

    @Test
    public void whatCannotBeOpenedIsSaidButNotOfADeviceWithoutARadio() throws Exception {
        radios.trouble = Code.NO_RADIO;
        pass(100);
        assertEquals(List.of(), warnings);
        radios.trouble = Code.REFUSED;
        pass(100);
        assertEquals("wifi.hotspot-failed", warnings.get(0).code());
        assertEquals(Code.REFUSED.todo, warnings.get(0).todo());
        radios.trouble = null;
        pass(61);
        assertEquals("wifi.hotspot-open", warnings.get(0).code());
    }

    @Test
    public void aVaultThatIsAwayOpensNothing() throws Exception {
        vault.trouble = VaultException.Code.UNAVAILABLE;
        assertEquals(Code.FAILED, assertThrows(NetworkException.class, wifi::open).code());
        assertEquals(List.of(), radios.done);
    }

    @Test
    public void aNewPasswordIsKeptAndHoldsAtOnce() throws Exception {
        assertEquals(Code.BAD_SETTINGS, assertThrows(NetworkException.class, () -> wifi.setPassword(new Secret("short"))).code());
        wifi.open();
        wifi.setPassword(new Secret("a long one; 1"));
        assertEquals("a long one; 1", radios.password);
        assertEquals("a long one; 1", wifi.door().orElseThrow().password());
        assertEquals(List.of("open Rushline-1a2b", "open Rushline-1a2b"), radios.done);
        wifi = start("never", "");
        wifi.look();
        assertEquals("a long one; 1", wifi.door().orElseThrow().password());
    }

    @Test
    public void aPasswordThatTheRadioDoesNotTakeIsNotKept() throws Exception {
        String before = wifi.open().password();
        radios.trouble = Code.NO_ADDRESS;
        assertThrows(NetworkException.class, () -> wifi.setPassword(new Secret("a long one; 1")));
        assertEquals(before, wifi.door().orElseThrow().password());
        wifi = start("never", "Cart B");
        radios.trouble = null;
        wifi.setPassword(new Secret("another one; 2"));
        wifi = start("never", "");
        assertEquals("a name that was only set is not kept", "Rushline-1a2b", wifi.open().ssid());
    }

    @Test
    public void aSuccessorTakesItOverUnlessItHasAnotherName() throws Exception {
        wifi.open();
        wifi = start("first-set-up", "Cart B");
        wifi.look();
        assertEquals(List.of("open Rushline-1a2b", "close"), radios.done);
        wifi.open();
        assertEquals("Cart B", wifi.door().orElseThrow().ssid());
    }

    /** A look each second, as the thread does it. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            wifi.look();
            second++;
        }
    }

    private OwnWifi start(String auto, String name) {
        OwnWifi made = new OwnWifi(bundle(), settings(auto, name), link -> guests, () -> Duration.ofSeconds(second));
        made.radios = radios;
        made.vault = vault;
        made.network = () -> {
            List<Link> links = new ArrayList<>(List.of(radios.link()));
            cable.ifPresent(links::add);
            return new NetworkStatus(links, Reach.UNKNOWN, Optional.empty(), Optional.empty());
        };
        made.networks = proxy(Networks.class, (method, arguments) -> List.copyOf(profiles));
        made.connector = proxy(Connector.class, (method, arguments) -> new Connection(paired, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), false, List.of(), Optional.empty(), Optional.empty()));
        return made;
    }

    private BundleContext bundle() {
        return proxy(BundleContext.class, (method, arguments) -> {
            Warning warning = (Warning) arguments[1];
            warnings.add(warning);
            return proxy(ServiceRegistration.class, (end, none) -> warnings.remove(warning) ? null : null);
        });
    }

    private interface Answer {
        Object of(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer.of(method.getName(), arguments)));
    }

    private static Link cable() {
        return new Link("eth0", Kind.ETHERNET, State.CONNECTED, List.of(address("192.168.1.20")), OptionalLong.empty(), false);
    }

    private static Profile profile(Kind kind, Optional<Instant> lastUsed) {
        return new Profile("id", "Stage 4", kind, Optional.empty(), Optional.empty(), new Addressing.Dhcp(), true, 0, Optional.empty(), Optional.empty(), lastUsed);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static OwnWifi.Settings settings(String auto, String name) {
        return new OwnWifi.Settings() {
            @Override
            public String auto() {
                return auto;
            }

            @Override
            public int afterSeconds() {
                return 60;
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return OwnWifi.Settings.class;
            }
        };
    }

    /** One radio, which does what it is told or says why not. */
    private static final class FakeRadios implements Radios {

        private final List<String> done = new ArrayList<>();
        private Optional<String> name = Optional.empty();
        private String password;
        private Code trouble;

        private Link link() {
            return new Link("wlan0", Kind.WIFI, name.isPresent() ? State.HOTSPOT : State.DISCONNECTED, name.isPresent() ? List.of(address("10.42.0.1")) : List.of(), OptionalLong.empty(),
                    false, false, Optional.empty(), name, OptionalInt.empty(), Optional.empty(), List.of(), Optional.of("02:00:00:00:1a:2b"), Reach.UNKNOWN, Optional.empty(), false);
        }

        @Override
        public Link open(Ssid wanted, Secret secret) throws NetworkException {
            if (trouble != null) {
                throw new NetworkException(trouble);
            }
            done.add("open " + wanted.text());
            name = Optional.of(wanted.text());
            password = secret.value();
            return link();
        }

        @Override
        public void close() {
            done.add("close");
            name = Optional.empty();
        }

        @Override
        public Optional<String> country() {
            return Optional.empty();
        }

        @Override
        public void setCountry(Optional<String> country) {
            throw new UnsupportedOperationException();
        }
    }
}
