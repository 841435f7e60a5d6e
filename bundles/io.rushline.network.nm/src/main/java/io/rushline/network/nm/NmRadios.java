package io.rushline.network.nm;

import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Radios;
import io.rushline.network.api.Secret;
import io.rushline.network.api.Ssid;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.freedesktop.dbus.types.UInt32;

/** The access point of this device's own: a connection that NetworkManager has in memory only, so that it can go back to it by itself. Keeps nothing. */
final class NmRadios implements Radios {

    /** Of the one connection there is for it. */
    static final String UUID = "9c2c1b4e-6d0f-4f3a-8a55-72757368686f";

    private static final List<String> NETWORKS = List.of("10.42.", "172.27.", "192.168.");
    private static final int PREFIX = 24;
    private static final Duration OPEN = Duration.ofSeconds(60);
    private static final int AGAIN = 3;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** NM_SETTINGS_ADD_CONNECTION2_FLAG_IN_MEMORY, NM_SETTINGS_UPDATE2_FLAG_IN_MEMORY. */
    private static final UInt32 IN_MEMORY = new UInt32(0x2);

    private final Caller nm;
    private final NmNetworks networks;
    private final Country country;

    NmRadios(Caller nm, NmNetworks networks, Country country) {
        this.nm = nm;
        this.networks = networks;
        this.country = country;
    }

    @Override
    public Link open(Ssid name, Secret password) throws NetworkException {
        Drafts.expect(password.value().matches("[ -~]{8,63}"), "the password has " + password.value().length() + " characters, or others than ASCII's; 8 to 63 of those are expected");
        return networks.changing(() -> {
            String device = radio(Snapshot.read(nm));
            Snapshot before = networks.remember(device);
            boolean known = path().isPresent();
            try {
                networks.safely(before, device, "Opens " + name.text() + ".", () -> activate(put(settings(name, password, address(before, device))), device));
            } catch (NetworkException | BusException failed) {
                if (!known) {
                    delete();
                }
                throw failed;
            }
            Snapshot now = Snapshot.read(nm);
            return new Links(now, Map.of(), Set.of(), none -> List.of()).read().stream().filter(link -> link.name().equals(now.name(device))).findFirst()
                    .orElseThrow(() -> new NetworkException(Code.ADAPTER_GONE));
        });
    }

    /** The one that is it already, else one that is in no network. */
    static String radio(Snapshot all) throws NetworkException {
        List<String> able = all.paths(Nm.WIRELESS).stream().filter(device -> (all.get(device, Nm.WIRELESS).number("WirelessCapabilities", 0) & Nm.CAN_BE_ACCESS_POINT) != 0)
                .filter(device -> Devices.state(all, device) >= Nm.UNAVAILABLE).filter(device -> !all.hotspot(device) || own(all, device)).toList();
        if (!able.isEmpty() && able.stream().allMatch(device -> Devices.state(all, device) == Nm.UNAVAILABLE)) {
            throw new NetworkException(Code.NO_CARRIER, "interface " + all.name(able.get(0)), null);
        }
        return able.stream().filter(device -> Devices.state(all, device) > Nm.UNAVAILABLE).min(Comparator.comparing((String device) -> !own(all, device))
                .thenComparing(device -> Devices.state(all, device) != Nm.DISCONNECTED).thenComparing(all::name)).orElseThrow(() -> new NetworkException(Code.NO_RADIO));
    }

    static boolean own(Snapshot all, String device) {
        return all.get(all.get(device, Nm.DEVICE).path("ActiveConnection"), Nm.ACTIVE).text("Uuid").equals(Optional.of(UUID));
    }

    /** In a network that no other link is in; by itself NetworkManager would avoid only those that it gives addresses in already. */
    static InetAddress address(Snapshot all, String device) {
        Optional<String> own = all.get(device, Nm.DEVICE).path("Ip4Config");
        List<Props> taken = all.paths(Nm.IP4).stream().filter(path -> !own.equals(Optional.of(path))).flatMap(path -> all.get(path, Nm.IP4).maps("AddressData").stream()).toList();
        List<InetAddress> free = NETWORKS.stream().flatMap(net -> IntStream.range(0, 256).mapToObj(third -> net + third + ".1")).flatMap(text -> Links.address(text).stream()).toList();
        return free.stream().filter(here -> taken.stream().noneMatch(other -> isIn(here, other))).findFirst().orElse(free.get(0));
    }

    /** One of the two networks is in the other. */
    private static boolean isIn(InetAddress here, Props other) {
        int prefix = (int) Math.min(PREFIX, other.number("prefix", PREFIX));
        return other.text("address").flatMap(Links::address).filter(there -> Drafts.network(here, prefix) == Drafts.network(there, prefix)).isPresent();
    }

    /** IPv4 is enough for a way to this device; "shared" gives addresses of the network that its own is in. */
    static ConnectionSettings settings(Ssid name, Secret password, InetAddress address) {
        ConnectionSettings settings = new ConnectionSettings();
        settings.put(ConnectionSettings.CONNECTION, "type", ConnectionSettings.WIFI);
        settings.put(ConnectionSettings.CONNECTION, "uuid", UUID);
        settings.put(ConnectionSettings.CONNECTION, "id", name.text());
        settings.put(ConnectionSettings.CONNECTION, "autoconnect", false, "b");
        settings.put(ConnectionSettings.WIFI, "ssid", name.bytes(), "ay");
        settings.put(ConnectionSettings.WIFI, "mode", "ap");
        settings.put(ConnectionSettings.WIFI, "band", "bg"); // every phone hears it, and no country forbids it
        settings.put(ConnectionSettings.SECURITY, "key-mgmt", "wpa-psk");
        settings.put(ConnectionSettings.SECURITY, "proto", List.of("rsn"), "as");
        settings.put(ConnectionSettings.SECURITY, "pairwise", List.of("ccmp"), "as");
        settings.put(ConnectionSettings.SECURITY, "group", List.of("ccmp"), "as");
        settings.put(ConnectionSettings.SECURITY, "psk", password.value());
        settings.put(ConnectionSettings.IP4, "method", "shared");
        settings.put(ConnectionSettings.IP4, "address-data", List.of(Addresses.data(address, PREFIX)), "aa{sv}");
        settings.put(ConnectionSettings.IP6, "method", "disabled");
        return settings;
    }

    /**
     * More than once where need be: a radio that is just scanning becomes no access point, for which NetworkManager waits 25 s; and the dnsmasq of a hotspot
     * that was just closed, or of a NetworkManager that died, holds its port for a moment more than NetworkManager thinks.
     */
    private void activate(String connection, String device) throws NetworkException, BusException {
        long end = System.nanoTime() + OPEN.toNanos();
        for (int again = AGAIN;; again--) {
            try {
                new Activation(nm, device).run(connection, Duration.ofNanos(end - System.nanoTime()));
                return;
            } catch (NetworkException failed) {
                boolean passes = failed.code() == Code.NO_ADDRESS || failed.code() == Code.WRONG_LOGIN;
                if (!passes) {
                    throw failed;
                } else if (again == 0 || System.nanoTime() > end) {
                    throw new NetworkException(Code.FAILED, failed.code() == Code.NO_ADDRESS ? Reasons.words(Reasons.SHARED_FAILED) : "the adapter does not become an access point", failed);
                }
                Activation.awaitUp(nm, device, PAUSE); // it is not: a moment passes
            }
        }
    }

    /** @return its path */
    private String put(ConnectionSettings settings) throws BusException {
        Optional<String> there = path();
        if (there.isPresent()) {
            nm.call(there.get(), Nm.CONNECTION, "Update2", "a{sa{sv}}ua{sv}", settings.raw(), IN_MEMORY, Map.of());
            return there.get();
        }
        return String.valueOf(Values.plain(nm.call(Nm.SETTINGS_PATH, Nm.SETTINGS, "AddConnection2", "a{sa{sv}}ua{sv}", settings.raw(), IN_MEMORY, Map.of())[0]));
    }

    private Optional<String> path() throws BusException {
        try {
            return Optional.of(String.valueOf(Values.plain(nm.call(Nm.SETTINGS_PATH, Nm.SETTINGS, "GetConnectionByUuid", "s", UUID)[0])));
        } catch (BusException none) {
            if (none.error().equals(BusException.NO_ANSWER)) {
                throw none;
            }
            return Optional.empty();
        }
    }

    @Override
    public void close() throws NetworkException {
        networks.changing(() -> {
            delete();
            return null;
        });
    }

    private void delete() throws BusException {
        Optional<String> there = path();
        if (there.isPresent()) {
            nm.call(there.get(), Nm.CONNECTION, "Delete", "");
        }
    }

    @Override
    public Optional<String> country() {
        return country.wanted();
    }

    @Override
    public void setCountry(Optional<String> wanted) throws NetworkException {
        country.set(wanted);
    }
}
