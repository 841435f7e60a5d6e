package io.rushline.network.nm;

import io.rushline.network.api.Addressing;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.Profile;
import io.rushline.network.api.Ssid;
import io.rushline.network.api.Wifi;
import io.rushline.network.api.Wifi.Security;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes profiles of NetworkManager's connections. Keeps nothing. */
final class Profiles {

    static final Map<String, Kind> KINDS = Map.of("802-3-ethernet", Kind.ETHERNET, ConnectionSettings.WIFI, Kind.WIFI, ConnectionSettings.MODEM, Kind.MODEM);
    /** NMSettingWirelessSecurityPmf: used where the access point can, as WPA3 wants. */
    static final int PMF_OPTIONAL = 2;

    private static final int LONGEST_SSID = 32;
    private static final long METERED = 1;

    private Profiles() {
    }

    /** Empty for a connection of another kind: a VPN, a bridge, an access point of this device's own. */
    static Optional<Profile> of(ConnectionSettings settings, Optional<String> activeOn) {
        Props connection = settings.group(ConnectionSettings.CONNECTION);
        Kind kind = connection.text("type").map(KINDS::get).orElse(null);
        Optional<Wifi> wifi = wifi(settings);
        if (kind == null || kind == Kind.WIFI && wifi.isEmpty()) {
            return Optional.empty();
        }
        long metered = connection.number("metered", 0);
        long lastUsed = connection.number("timestamp", 0);
        return Optional.of(new Profile(connection.text("uuid").orElse(""), connection.text("id").orElse(""), kind, connection.text("interface-name"),
                wifi, addressing(settings.group(ConnectionSettings.IP4)), connection.flag("autoconnect", true),
                (int) connection.number("autoconnect-priority", 0), metered == 0 ? Optional.empty() : Optional.of(metered == METERED), activeOn,
                lastUsed == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(lastUsed))));
    }

    private static Optional<Wifi> wifi(ConnectionSettings settings) {
        Props wireless = settings.group(ConnectionSettings.WIFI);
        byte[] ssid = wireless.bytes("ssid");
        boolean joins = wireless.text("mode").orElse("infrastructure").equals("infrastructure");
        return joins && ssid.length > 0 && ssid.length <= LONGEST_SSID
                ? Optional.of(new Wifi(Ssid.of(ssid), security(settings), wireless.flag("hidden", false))) : Optional.empty();
    }

    static Security security(ConnectionSettings settings) {
        if (!settings.has(ConnectionSettings.SECURITY)) {
            return Security.OPEN;
        }
        Props security = settings.group(ConnectionSettings.SECURITY);
        return switch (security.text("key-mgmt").orElse("")) {
            case "wpa-psk" -> security.number("pmf", 0) == PMF_OPTIONAL ? Security.WPA2_WPA3 : Security.WPA2;
            case "sae" -> Security.WPA3;
            case "wpa-eap", "wpa-eap-suite-b-192" -> Security.ENTERPRISE;
            default -> Security.UNSUPPORTED;
        };
    }

    private static Addressing addressing(Props ip4) {
        List<Props> addresses = ip4.maps("address-data");
        if (!ip4.text("method").orElse("auto").equals("manual") || addresses.isEmpty()) {
            return new Addressing.Dhcp();
        }
        Optional<InetAddress> address = addresses.get(0).text("address").flatMap(Links::address);
        if (address.isEmpty()) {
            return new Addressing.Dhcp();
        }
        return new Addressing.Manual(address.get(), (int) addresses.get(0).number("prefix", 0), ip4.text("gateway").flatMap(Links::address),
                dns(ip4));
    }

    private static List<InetAddress> dns(Props ip4) {
        List<InetAddress> servers = new ArrayList<>();
        ip4.numbers("dns").forEach(number -> servers.add(address(number)));
        return servers;
    }

    /** As the C library has it: the first byte of the address is the first in memory. */
    static long number(InetAddress address) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(address.getAddress()).order(ByteOrder.nativeOrder()).getInt());
    }

    static InetAddress address(long number) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt((int) number).array());
        } catch (UnknownHostException never) {
            throw new IllegalStateException(never);
        }
    }
}
