package io.rushline.network.nm;

import io.rushline.network.api.Link;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.Link.State;
import io.rushline.network.api.Reach;
import io.rushline.network.api.Ssid;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Makes links of NetworkManager's devices. Keeps nothing. */
final class Links {

    private static final Set<String> TETHERING = Set.of("rndis_host", "cdc_ether", "cdc_ncm", "ipheth");
    private static final int ETHERNET = 1;
    private static final int WIFI = 2;
    private static final int MODEM = 8;
    private static final int BOND = 10;
    private static final int BRIDGE = 13;
    private static final int VETH = 20;
    private static final int WIFI_P2P = 30;
    private static final int LOOPBACK = 32;
    private static final long KILO = 1_000;
    private static final long MEGA = 1_000_000;

    private final Snapshot all;
    private final Map<String, Long> failures;
    private final Set<String> ways;
    private final Function<String, List<InetAddress>> kernel;

    /**
     * @param failures why a device's last try to join failed, by path
     * @param ways     devices with a way out of their own
     * @param kernel   addresses of an interface NetworkManager does not look after
     */
    Links(Snapshot all, Map<String, Long> failures, Set<String> ways, Function<String, List<InetAddress>> kernel) {
        this.all = all;
        this.failures = failures;
        this.ways = ways;
        this.kernel = kernel;
    }

    /** All but loopback and virtual ones that lead nowhere, by name. */
    List<Link> read() {
        return all.paths(Nm.DEVICE).stream().filter(this::matters).map(this::link).sorted(Comparator.comparing(Link::name)).toList();
    }

    private boolean matters(String device) {
        int type = type(device);
        boolean real = type == ETHERNET || type == WIFI || type == MODEM || type == BOND;
        if (real || type == LOOPBACK || type == WIFI_P2P) {
            return real;
        }
        boolean ours = nmState(device) >= (type == VETH ? Nm.UNAVAILABLE : Nm.DISCONNECTED) && !all.external(device);
        return ours || gateway(device).isPresent();
    }

    private Link link(String device) {
        Props props = all.get(device, Nm.DEVICE);
        Props active = active(device);
        Kind kind = kind(all, device);
        State told = state(nmState(device), failures.containsKey(device));
        State state = told == State.CONNECTED && all.hotspot(device) && NmRadios.own(all, device) ? State.HOTSPOT : told != State.UNMANAGED && all.unplugged(device) ? State.UNAVAILABLE : told;
        return new Link(all.name(device), kind, state, addresses(device, state), speed(device, kind), metered(props.number("Metered", 0), kind),
                all.get(all.manager().path("PrimaryConnection"), Nm.ACTIVE).texts("Devices").contains(device),
                all.external(device) || state == State.HOTSPOT ? Optional.empty() : active.text("Uuid"), network(device, active),
                state == State.HOTSPOT ? OptionalInt.empty() : signal(device), gateway(device), dns(device),
                hardwareAddress(device), state == State.CONNECTED ? reach(props.number("Ip4Connectivity", 0)) : Reach.UNKNOWN, trouble(device, kind, state), ways.contains(device));
    }

    private int type(String device) {
        return (int) all.get(device, Nm.DEVICE).number("DeviceType", 0);
    }

    private int nmState(String device) {
        return (int) all.get(device, Nm.DEVICE).number("State", 0);
    }

    private Props active(String device) {
        return all.get(all.get(device, Nm.DEVICE).path("ActiveConnection"), Nm.ACTIVE);
    }

    static Kind kind(Snapshot all, String device) {
        Props props = all.get(device, Nm.DEVICE);
        return kind((int) props.number("DeviceType", 0), props.text("Driver").orElse(""));
    }

    static Kind kind(int type, String driver) {
        return switch (type) {
            case ETHERNET -> TETHERING.contains(driver) ? Kind.TETHERING : Kind.ETHERNET;
            case VETH -> Kind.ETHERNET; // a container's
            case WIFI -> Kind.WIFI;
            case MODEM -> Kind.MODEM;
            case BOND -> Kind.BOND;
            case BRIDGE -> Kind.BRIDGE;
            default -> Kind.OTHER;
        };
    }

    static State state(int nmState, boolean failedBefore) {
        if (nmState <= Nm.UNMANAGED) {
            return State.UNMANAGED;
        } else if (nmState < Nm.DISCONNECTED) {
            return State.UNAVAILABLE;
        } else if (nmState == Nm.DISCONNECTED || nmState == Nm.DEACTIVATING) {
            return failedBefore ? State.FAILED : State.DISCONNECTED;
        } else if (nmState < Nm.ACTIVATED) {
            return State.CONNECTING;
        }
        return nmState == Nm.ACTIVATED ? State.CONNECTED : State.FAILED;
    }

    /** NMMetered. */
    static boolean metered(long value, Kind kind) {
        return switch ((int) value) {
            case 1, 3 -> true; // it is, or looks so
            case 2 -> false;
            default -> kind == Kind.MODEM;
        };
    }

    /** NMConnectivityState; while NetworkManager does not check, it calls a link with a default route FULL, which says nothing. */
    private Reach reach(long connectivity) {
        if (!all.manager().flag("ConnectivityCheckEnabled", true)) {
            return Reach.UNKNOWN;
        }
        return switch ((int) connectivity) {
            case 1, 3 -> Reach.OFFLINE;
            case 2 -> Reach.PORTAL;
            case 4 -> Reach.ONLINE;
            default -> Reach.UNKNOWN;
        };
    }

    private List<InetAddress> addresses(String device, State state) {
        Props props = all.get(device, Nm.DEVICE);
        List<InetAddress> addresses = new ArrayList<>();
        all.get(props.path("Ip4Config"), Nm.IP4).maps("AddressData").forEach(data -> data.text("address").flatMap(Links::address).ifPresent(addresses::add));
        List<InetAddress> six = new ArrayList<>();
        all.get(props.path("Ip6Config"), Nm.IP6).maps("AddressData").forEach(data -> data.text("address").flatMap(Links::address).ifPresent(six::add));
        six.sort(Comparator.comparing(InetAddress::isLinkLocalAddress));
        addresses.addAll(six);
        return addresses.isEmpty() && state == State.UNMANAGED ? kernel.apply(all.name(device)) : addresses;
    }

    private Optional<InetAddress> gateway(String device) {
        Props props = all.get(device, Nm.DEVICE);
        return all.get(props.path("Ip4Config"), Nm.IP4).text("Gateway").or(() -> all.get(props.path("Ip6Config"), Nm.IP6).text("Gateway"))
                .flatMap(Links::address);
    }

    private List<InetAddress> dns(String device) {
        Props props = all.get(device, Nm.DEVICE);
        List<InetAddress> servers = new ArrayList<>();
        all.get(props.path("Ip4Config"), Nm.IP4).maps("NameserverData")
                .forEach(data -> data.text("address").flatMap(Links::address).ifPresent(servers::add));
        Object six = all.get(props.path("Ip6Config"), Nm.IP6).values().get("Nameservers");
        for (Object server : six instanceof List<?> list ? list : List.of()) {
            if (server instanceof byte[] bytes) {
                bytes(bytes).ifPresent(servers::add);
            }
        }
        return servers;
    }

    /** NetworkManager writes addresses as numbers, so that nobody is asked for a name. */
    static Optional<InetAddress> address(String text) {
        try {
            return text.matches("[0-9a-fA-F:.]+") ? bytes(InetAddress.getByName(text).getAddress()) : Optional.empty();
        } catch (UnknownHostException notOne) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> bytes(byte[] address) {
        try {
            return Optional.of(InetAddress.getByAddress(address)); // without a zone
        } catch (UnknownHostException notOne) {
            return Optional.empty();
        }
    }

    private OptionalLong speed(String device, Kind kind) {
        long bits = kind == Kind.WIFI ? all.get(device, Nm.WIRELESS).number("Bitrate", 0) * KILO
                : all.get(device, Nm.WIRED).number("Speed", 0) * MEGA;
        return bits > 0 ? OptionalLong.of(bits) : OptionalLong.empty();
    }

    private Props accessPoint(String device) {
        return all.get(all.get(device, Nm.WIRELESS).path("ActiveAccessPoint"), Nm.ACCESS_POINT);
    }

    private OptionalInt signal(String device) {
        long percent = accessPoint(device).number("Strength", -1);
        return percent >= 0 ? OptionalInt.of((int) percent) : OptionalInt.empty();
    }

    private Optional<String> network(String device, Props active) {
        byte[] ssid = accessPoint(device).bytes("Ssid");
        return ssid.length > 0 && ssid.length <= 32 ? Optional.of(Ssid.of(ssid).text()) : active.text("Id");
    }

    private Optional<String> hardwareAddress(String device) {
        return all.get(device, Nm.DEVICE).text("HwAddress").or(() -> all.get(device, Nm.WIRED).text("HwAddress"))
                .or(() -> all.get(device, Nm.WIRELESS).text("HwAddress")).map(address -> address.toLowerCase(Locale.ROOT));
    }

    private Optional<String> trouble(String device, Kind kind, State state) {
        return switch (state) {
            case CONNECTED -> Optional.ofNullable(switch (reach(all.get(device, Nm.DEVICE).number("Ip4Connectivity", 0))) {
                case PORTAL -> "This network wants a sign-in first: open its page and sign in.";
                case OFFLINE -> "Nothing outside answers over this link: check its router, and the gateway where the address was set by hand.";
                case ONLINE, UNKNOWN -> null;
            });
            case UNAVAILABLE -> Optional.of(unavailable(kind));
            case FAILED, CONNECTING -> Optional.ofNullable(failures.get(device)).flatMap(Reasons::trouble);
            case DISCONNECTED, HOTSPOT, UNMANAGED -> Optional.empty();
        };
    }

    private String unavailable(Kind kind) {
        Props manager = all.manager();
        return switch (kind) {
            case WIFI -> manager.flag("WirelessEnabled", true) && manager.flag("WirelessHardwareEnabled", true)
                    ? "This Wi-Fi adapter is not ready: wait, or plug it in again." : "Wi-Fi is switched off: switch it on.";
            case MODEM -> "The modem is off or has no usable SIM: check both.";
            case ETHERNET, TETHERING -> "No cable, or nothing at its other end: plug it in and check the switch.";
            case BOND, BRIDGE, OTHER -> "Nothing is connected to it: check what it is made of.";
        };
    }
}
