package io.rushline.network.nm;

import io.rushline.network.api.Addressing;
import io.rushline.network.api.Addressing.Manual;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.LinkRule;
import io.rushline.network.api.LinkRule.Carries;
import io.rushline.network.api.LinkRule.Share;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.Profile.Draft;
import io.rushline.network.api.Profile.Login;
import io.rushline.network.api.Secret;
import io.rushline.network.api.Ssid;
import io.rushline.network.api.Wifi;
import io.rushline.network.api.Wifi.Security;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A network in a file for another device, in the words of the API: nothing in it is of one adapter or of NetworkManager. Holds secrets. */
final class ProfileEntry {

    private ProfileEntry() {
    }

    static Map<String, Object> of(Draft draft, Optional<LinkRule> rule) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", draft.name());
        entry.put("kind", draft.kind().name());
        draft.wifi().ifPresent(wifi -> entry.put("wifi", Map.of("ssidHex", wifi.ssid().hex(), "security", wifi.security().name(), "hidden", wifi.hidden())));
        draft.login().ifPresent(login -> entry.put("login", of(login)));
        if (draft.addressing() instanceof Manual manual) {
            Map<String, Object> address = new LinkedHashMap<>();
            address.put("address", manual.address().getHostAddress());
            address.put("prefix", manual.prefix());
            manual.gateway().ifPresent(gateway -> address.put("gateway", gateway.getHostAddress()));
            address.put("dns", manual.dns().stream().map(InetAddress::getHostAddress).toList());
            entry.put("addressing", address);
        }
        entry.put("autoJoin", draft.autoJoin());
        draft.metered().ifPresent(metered -> entry.put("metered", metered));
        rule.ifPresent(wish -> {
            Map<String, Object> kept = new LinkedHashMap<>(Map.of("share", wish.share().name(), "carries", wish.carries().name()));
            wish.monthlyBytes().ifPresent(bytes -> kept.put("monthlyBytes", bytes));
            entry.put("rule", kept);
        });
        return entry;
    }

    private static Map<String, Object> of(Login login) {
        Map<String, Object> entry = new LinkedHashMap<>();
        if (login instanceof Login.Passphrase passphrase) {
            entry.put("passphrase", passphrase.passphrase().value());
        } else if (login instanceof Login.Password password) {
            entry.put("identity", password.identity());
            password.anonymous().ifPresent(anonymous -> entry.put("anonymous", anonymous));
            entry.put("password", password.password().value());
            password.caPem().ifPresent(pem -> entry.put("caPem", pem));
        } else if (login instanceof Login.Certificate certificate) {
            entry.put("identity", certificate.identity());
            entry.put("certificatePem", certificate.certificatePem());
            entry.put("keyPem", certificate.keyPem().value());
            certificate.keyPassword().ifPresent(password -> entry.put("keyPassword", password.value()));
            certificate.caPem().ifPresent(pem -> entry.put("caPem", pem));
        }
        return entry;
    }

    /** @throws NetworkException {@code BAD_SETTINGS}: it is not of the form that is written here; whether it can be right is still to be checked */
    static Draft draft(Props entry, int preference) throws NetworkException {
        return new Draft(Optional.empty(), text(entry, "name"), constant(Kind.class, entry, "kind"), Optional.empty(),
                entry.has("wifi") ? Optional.of(wifi(entry.map("wifi"))) : Optional.empty(), entry.has("login") ? Optional.of(login(entry.map("login"))) : Optional.empty(),
                entry.has("addressing") ? manual(entry.map("addressing")) : new Addressing.Dhcp(), entry.flag("autoJoin", true), preference,
                entry.has("metered") ? Optional.of(entry.flag("metered", true)) : Optional.empty());
    }

    private static Wifi wifi(Props entry) throws NetworkException {
        try {
            return new Wifi(new Ssid(text(entry, "ssidHex")), constant(Security.class, entry, "security"), entry.flag("hidden", false));
        } catch (IllegalArgumentException noName) {
            throw new NetworkException(NetworkException.Code.BAD_SETTINGS, "the Wi-Fi has no name that can be", noName);
        }
    }

    private static Login login(Props entry) {
        Optional<String> ca = entry.text("caPem");
        if (entry.has("passphrase")) {
            return new Login.Passphrase(new Secret(text(entry, "passphrase")));
        } else if (entry.has("certificatePem")) {
            return new Login.Certificate(text(entry, "identity"), text(entry, "certificatePem"), new Secret(text(entry, "keyPem")), entry.text("keyPassword").map(Secret::new), ca);
        }
        return new Login.Password(text(entry, "identity"), entry.text("anonymous"), new Secret(text(entry, "password")), ca);
    }

    private static Addressing manual(Props entry) throws NetworkException {
        List<InetAddress> dns = new ArrayList<>();
        for (String server : entry.texts("dns")) {
            dns.add(address(server));
        }
        Optional<String> gateway = entry.text("gateway");
        return new Manual(address(text(entry, "address")), (int) entry.number("prefix", 0), gateway.isPresent() ? Optional.of(address(gateway.get())) : Optional.empty(), dns);
    }

    private static InetAddress address(String text) throws NetworkException {
        return Links.address(text).orElseThrow(() -> new NetworkException(NetworkException.Code.BAD_SETTINGS, "an address is no address", null));
    }

    /** What the network is for; empty: nobody has said anything. */
    static Optional<LinkRule> rule(Props entry) throws NetworkException {
        if (!entry.has("rule")) {
            return Optional.empty();
        }
        Props rule = entry.map("rule");
        long budget = rule.number("monthlyBytes", 0);
        return Optional.of(new LinkRule(constant(Share.class, rule, "share"), constant(Carries.class, rule, "carries"), budget > 0 ? OptionalLong.of(budget) : OptionalLong.empty()));
    }

    private static String text(Props entry, String key) {
        return entry.text(key).orElse("");
    }

    private static <E extends Enum<E>> E constant(Class<E> type, Props entry, String key) throws NetworkException {
        return Arrays.stream(type.getEnumConstants()).filter(constant -> constant.name().equals(text(entry, key))).findFirst()
                .orElseThrow(() -> new NetworkException(NetworkException.Code.BAD_SETTINGS, "its " + key + " is none of " + Arrays.toString(type.getEnumConstants()), null));
    }
}
