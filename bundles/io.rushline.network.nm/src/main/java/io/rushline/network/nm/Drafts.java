package io.rushline.network.nm;

import io.rushline.network.api.Addressing;
import io.rushline.network.api.Addressing.Manual;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Profile;
import io.rushline.network.api.Profile.Draft;
import io.rushline.network.api.Wifi;
import io.rushline.network.api.Wifi.Security;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Refuses drafts that cannot be right, each with the value and what was expected; never names a secret. */
final class Drafts {

    private static final int HIGHEST_PREFERENCE = 999;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_PREFIX = 31;
    private static final int IPV4_BITS = 32;
    private static final Pattern INTERFACE = Pattern.compile("[^\\s/:]{1,15}");

    private Drafts() {
    }

    /** @param known all profiles, also the one that is changed */
    static void check(Draft draft, List<Profile> known) throws NetworkException {
        Optional<Profile> former = former(draft, known);
        String name = draft.name().strip();
        expect(!name.isEmpty(), "the name is empty; one is expected");
        expect(name.length() <= LONGEST_NAME && name.codePoints().noneMatch(Character::isISOControl),
                "the name is too long or has control characters; at most " + LONGEST_NAME + " plain ones are expected");
        expect(Math.abs(draft.preference()) <= HIGHEST_PREFERENCE, "the preference is " + draft.preference() + "; -999 to 999 is expected");
        expect(draft.link().map(link -> INTERFACE.matcher(link).matches()).orElse(true),
                "the interface is \"" + draft.link().orElse("") + "\"; a name such as eth0 is expected");
        expect(Profiles.KINDS.containsValue(draft.kind()), "the kind is " + draft.kind() + "; ETHERNET, WIFI or MODEM is expected");
        expect(former.map(Profile::kind).map(draft.kind()::equals).orElse(true), "the kind cannot be changed; make another profile");
        expect(draft.wifi().isPresent() == (draft.kind() == Kind.WIFI), draft.kind() == Kind.WIFI ? "a Wi-Fi's name and security are expected"
                : "a Wi-Fi is named, but the kind is " + draft.kind());
        expect(draft.wifi().isPresent() || draft.login().isEmpty(), "a login is given; only a Wi-Fi takes one");
        if (draft.wifi().isPresent()) {
            Logins.check(draft.wifi().get().security(), draft.login(), former.flatMap(Profile::wifi).map(Wifi::security));
        }
        if (draft.addressing() instanceof Manual manual) {
            expect(draft.kind() != Kind.MODEM, "a modem's address is set by its provider; DHCP is expected");
            check(manual);
        }
        duplicates(draft, known);
    }

    static Optional<Profile> former(Draft draft, List<Profile> known) throws NetworkException {
        if (draft.id().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(known.stream().filter(profile -> profile.id().equals(draft.id().get())).findFirst()
                .orElseThrow(() -> new NetworkException(Code.UNKNOWN)));
    }

    private static void duplicates(Draft draft, List<Profile> known) throws NetworkException {
        for (Profile other : known) {
            boolean itself = draft.id().equals(Optional.of(other.id()));
            if (!itself && (sameWifi(draft, other) || other.name().equals(draft.name().strip()))) {
                throw new NetworkException(Code.DUPLICATE, "\"" + other.name() + "\"", null);
            }
        }
    }

    static boolean sameWifi(Draft draft, Profile other) {
        return draft.wifi().isPresent() && other.wifi().isPresent() && draft.link().equals(other.link())
                && draft.wifi().get().ssid().equals(other.wifi().get().ssid())
                && draft.wifi().get().security() == other.wifi().get().security();
    }

    private static void check(Manual manual) throws NetworkException {
        int prefix = manual.prefix();
        expect(prefix >= 1 && prefix <= LONGEST_PREFIX, "the prefix is " + prefix + "; 1 to 31 is expected, such as 24 for 255.255.255.0");
        InetAddress address = manual.address();
        expect(isHost(address), "the address is " + text(address) + "; an IPv4 address of a device is expected, such as 192.168.1.20");
        expect(isNoEnd(address, prefix), "the address is " + text(address) + "; it is the first or last of its network /" + prefix
                + ", which no device can have");
        if (manual.gateway().isPresent()) {
            InetAddress gateway = manual.gateway().get();
            expect(isHost(gateway) && network(gateway, prefix) == network(address, prefix) && isNoEnd(gateway, prefix),
                    "the gateway is " + text(gateway) + "; an address inside the network of " + text(address) + "/" + prefix + " is expected");
            expect(!gateway.equals(address), "the gateway is the device's own address " + text(gateway) + "; another one is expected");
        }
        for (InetAddress server : manual.dns()) {
            expect(isHost(server) || server.isLoopbackAddress() && server instanceof Inet4Address,
                    "the name server is " + text(server) + "; an IPv4 address is expected");
        }
    }

    private static boolean isHost(InetAddress address) {
        if (!(address instanceof Inet4Address)) {
            return false;
        }
        int first = Byte.toUnsignedInt(address.getAddress()[0]);
        return first != 0 && !address.isLoopbackAddress() && first < 224; // RFC 1122 3.2.1.3, RFC 1112 4
    }

    private static boolean isNoEnd(InetAddress address, int prefix) {
        int hostMask = -1 >>> prefix;
        int host = bits(address) & hostMask;
        return prefix == LONGEST_PREFIX || host != 0 && host != hostMask; // RFC 3021: a /31 has no ends
    }

    static int network(InetAddress address, int prefix) {
        return bits(address) >>> (IPV4_BITS - prefix);
    }

    private static int bits(InetAddress address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }

    private static String text(InetAddress address) {
        return address.getHostAddress();
    }

    static void expect(boolean right, String wrong) throws NetworkException {
        if (!right) {
            throw new NetworkException(Code.BAD_SETTINGS, wrong, null);
        }
    }

    /** The settings of before, as the draft wants them; all else stays. Checked before. */
    static void apply(Draft draft, ConnectionSettings settings) {
        String connection = ConnectionSettings.CONNECTION;
        settings.put(connection, "id", draft.name().strip());
        settings.put(connection, "autoconnect", draft.autoJoin(), "b");
        settings.put(connection, "autoconnect-priority", draft.preference(), "i");
        settings.put(connection, "metered", draft.metered().map(metered -> metered ? 1 : 2).orElse(0), "i");
        draft.link().ifPresentOrElse(link -> settings.put(connection, "interface-name", link), () -> settings.remove(connection, "interface-name"));
        if (draft.wifi().isPresent()) {
            Wifi wifi = draft.wifi().get();
            settings.put(ConnectionSettings.WIFI, "ssid", wifi.ssid().bytes(), "ay");
            settings.put(ConnectionSettings.WIFI, "hidden", wifi.hidden(), "b");
            settings.put(ConnectionSettings.WIFI, "mode", "infrastructure");
            Logins.apply(wifi.security(), draft.login(), settings);
        }
        apply(draft.addressing(), settings);
    }

    private static void apply(Addressing addressing, ConnectionSettings settings) {
        String ip4 = ConnectionSettings.IP4;
        boolean wasManual = settings.group(ip4).text("method").equals(Optional.of("manual"));
        settings.remove(ip4, "addresses", "dns-data"); // older and newer ways to say the same
        if (addressing instanceof Manual manual) {
            settings.put(ip4, "method", "manual");
            settings.put(ip4, "address-data", List.of(Addresses.data(manual.address(), manual.prefix())), "aa{sv}");
            manual.gateway().ifPresentOrElse(gateway -> settings.put(ip4, "gateway", text(gateway)), () -> settings.remove(ip4, "gateway"));
            settings.put(ip4, "dns", Addresses.numbers(manual.dns()), "au");
        } else {
            settings.put(ip4, "method", "auto");
            settings.remove(ip4, "address-data", "gateway");
            if (wasManual) {
                settings.remove(ip4, "dns");
            }
        }
    }

    /** What a new one starts from. */
    static ConnectionSettings fresh(Draft draft, String uuid) {
        ConnectionSettings settings = new ConnectionSettings();
        String type = Profiles.KINDS.entrySet().stream().filter(kind -> kind.getValue() == draft.kind()).findFirst().orElseThrow().getKey();
        settings.put(ConnectionSettings.CONNECTION, "type", type);
        settings.put(ConnectionSettings.CONNECTION, "uuid", uuid);
        if (draft.kind() == Kind.MODEM) {
            settings.put(type, "auto-config", true, "b"); // access point name and login as the provider's database says
        }
        return settings;
    }

    /** A change of it needs more than new addresses on the device. */
    static boolean joinsAnew(Draft draft, Profile former) {
        Security before = former.wifi().map(Wifi::security).orElse(Security.OPEN);
        return draft.login().isPresent() || !draft.wifi().equals(former.wifi()) || before == Security.UNSUPPORTED || !draft.link().equals(former.link());
    }
}
