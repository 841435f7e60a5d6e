package io.rushline.console;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.rushline.console.access.Access;
import io.rushline.console.access.AccessFixture;
import io.rushline.console.access.Caller;
import io.rushline.console.access.Role;
import io.rushline.console.http.HotspotGuests;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

public class RemoteAccessTest {

    private final AccessFixture fixture = new AccessFixture();
    private final Access access = fixture.start();
    private final HotspotGuests guests = new HotspotGuests();
    private final List<String> doors = new CopyOnWriteArrayList<>();
    private Dictionary<String, Object> http;
    private int updates;
    /** Happens while the configuration is read. */
    private Runnable meanwhile = () -> { };

    @Test
    public void theServerListensEverywhereOnceAPasswordIsSetAndKeepsItsOtherSettings() throws Exception {
        apply(true);
        assertNull(http);
        setPassword();
        http = new Hashtable<>();
        http.put("org.apache.felix.http.timeout", 30_000);
        apply(true);
        assertEquals("0.0.0.0", http.get(RemoteAccess.HOST));
        assertEquals(30_000, http.get("org.apache.felix.http.timeout"));
        apply(true);
        assertEquals(1, updates);
    }

    @Test
    public void whoDoesNotWantRemoteAccessGetsTheApplianceItselfOnly() throws Exception {
        setPassword();
        apply(true);
        apply(false);
        assertNull(http.get(RemoteAccess.HOST));
    }

    @Test
    public void anAddressConfiguredByHandStays() throws Exception {
        http = new Hashtable<>();
        http.put(RemoteAccess.HOST, "192.168.1.20");
        apply(true);
        setPassword();
        apply(true);
        apply(false);
        assertEquals(0, updates);
    }

    @Test
    public void nothingIsDecidedWhileTheDatabaseIsAway() {
        http = new Hashtable<>();
        http.put(RemoteAccess.HOST, "0.0.0.0");
        apply(true, fixture.startWithoutDatabase(), false);
        assertEquals(0, updates);
    }

    @Test
    public void theNetworkStaysOutWhileWebConsoleWouldTakeItsDefaultPassword() throws Exception {
        setPassword();
        apply(true, access, true);
        assertEquals(0, updates);
        apply(true);
        apply(true, access, true);
        assertNull(http.get(RemoteAccess.HOST));
    }

    @Test
    public void theHotspotIsListenedAtUntilAllAddressesAre() throws Exception {
        RemoteAccess remote = remote(true, access, false);
        remote.apply();
        assertEquals(List.of(), doors);
        guests.set(Optional.of(new HotspotGuests.Door(InetAddress.getByName("10.42.0.1"), 24)));
        remote.apply();
        remote.apply();
        assertEquals(List.of("open 10.42.0.1"), doors);
        setPassword();
        remote.apply();
        assertEquals(List.of("open 10.42.0.1", "close"), doors);
        assertEquals("0.0.0.0", http.get(RemoteAccess.HOST));
        remote.apply();
        assertEquals(2, doors.size());
    }

    @Test
    public void whoDoesNotWantRemoteAccessHasTheHotspotAllTheSame() throws Exception {
        setPassword();
        guests.set(Optional.of(new HotspotGuests.Door(InetAddress.getByName("10.42.0.1"), 24)));
        RemoteAccess remote = remote(false, access, false);
        remote.apply();
        assertEquals(List.of("open 10.42.0.1"), doors);
        guests.set(Optional.empty());
        remote.apply();
        assertEquals(List.of("open 10.42.0.1", "close"), doors);
    }

    @Test
    public void aHotspotThatOpensBeforeAnybodyIsToldIsFoundAllTheSame() throws Exception {
        AtomicReference<NetworkStatus> status = new AtomicReference<>(status(Link.State.DISCONNECTED));
        guests.bindNetwork(status::get);
        status.set(status(Link.State.HOTSPOT));
        RemoteAccess remote = remote(true, access, false);
        remote.start();
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); doors.isEmpty(); TimeUnit.MILLISECONDS.sleep(10)) {
            assertTrue("within 10 s", System.nanoTime() < end);
        }
        remote.stop();
        assertEquals(List.of("open 127.0.0.1", "close"), doors);
    }

    private static NetworkStatus status(Link.State wifi) {
        return new NetworkStatus(List.of(new Link("wlan0", Link.Kind.WIFI, wifi, List.of(InetAddress.getLoopbackAddress()), OptionalLong.empty(), false)), Reach.UNKNOWN,
                Optional.empty(), Optional.empty());
    }

    @Test
    public void whatIsDecidedWhileItStopsOpensNoDoor() throws Exception {
        guests.set(Optional.of(new HotspotGuests.Door(InetAddress.getByName("10.42.0.1"), 24)));
        RemoteAccess remote = remote(true, access, false);
        meanwhile = remote::stop;
        remote.apply();
        assertEquals(List.of(), doors);
    }

    private void setPassword() throws Exception {
        access.setPassword(new Caller("local", Role.ADMIN, Caller.Means.LOOPBACK), Optional.empty(), "correct horse", "127.0.0.1");
    }

    private void apply(boolean wanted) {
        apply(wanted, access, false);
    }

    private void apply(boolean wanted, Access known, boolean webConsoleOpen) {
        RemoteAccess remote = remote(wanted, known, webConsoleOpen);
        remote.apply();
    }

    private RemoteAccess remote(boolean wanted, Access known, boolean webConsoleOpen) {
        return new RemoteAccess(TestServices.appliance(Path.of("/nowhere"), wanted), known, configurations(), guests, this::open, Optional.of("127.0.0.1"), webConsoleOpen);
    }

    private Runnable open(InetAddress address) {
        assertEquals("one port, one listener", null, http == null ? null : "0.0.0.0".equals(http.get(RemoteAccess.HOST)) ? "everywhere" : null);
        doors.add("open " + address.getHostAddress());
        return () -> doors.add("close");
    }

    @SuppressWarnings("unchecked")
    private ConfigurationAdmin configurations() {
        Configuration configuration = proxy(Configuration.class, (proxy, method, args) -> {
            if (method.getName().equals("update")) {
                http = (Dictionary<String, Object>) args[0];
                updates++;
                return null;
            }
            meanwhile.run();
            return http;
        });
        return proxy(ConfigurationAdmin.class, (proxy, method, args) -> configuration);
    }

    private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
