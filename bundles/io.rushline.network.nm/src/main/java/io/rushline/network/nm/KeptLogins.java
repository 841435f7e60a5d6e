package io.rushline.network.nm;

import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Profile.Login;
import io.rushline.network.api.Secret;
import io.rushline.network.api.Wifi;
import io.rushline.network.api.Wifi.Security;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a Wi-Fi's login from where NetworkManager keeps it: for nothing else than to be sealed and taken to another device. */
final class KeptLogins {

    private static final String ENTERPRISE = ConnectionSettings.ENTERPRISE;
    /** What {@link Logins} writes. With anything else the server may be checked in a way that would be lost, and the password shown to whoever asks for it. */
    private static final Set<String> KNOWN = Set.of("eap", "identity", "anonymous-identity", "phase2-auth", "password", "password-flags", "ca-cert", "client-cert", "private-key",
            "private-key-password", "private-key-password-flags");
    private static final String FILE = "file://";
    private static final int LONGEST_PEM = 64 * 1024;

    private final Caller nm;

    KeptLogins(Caller nm) {
        this.nm = nm;
    }

    /** Empty for what needs none. */
    Optional<Login> of(Known known) throws NetworkException, BusException {
        Security security = known.profile().wifi().map(Wifi::security).orElse(known.settings().has(ENTERPRISE) ? Security.UNSUPPORTED : Security.OPEN);
        return switch (security) {
            case OPEN -> Optional.empty();
            case WPA2, WPA3, WPA2_WPA3 -> Optional.of(new Login.Passphrase(secret(known, ConnectionSettings.SECURITY, "psk")));
            case ENTERPRISE -> Optional.of(enterprise(known));
            case UNSUPPORTED -> throw left("this program does not know its protection");
        };
    }

    private Login enterprise(Known known) throws NetworkException, BusException {
        Props settings = known.settings().group(ENTERPRISE);
        List<String> methods = settings.texts("eap");
        String identity = settings.text("identity").orElse("");
        Optional<String> ca = settings.has("ca-cert") ? Optional.of(pem(settings, "ca-cert")) : Optional.empty();
        if (KNOWN.containsAll(settings.values().keySet())) {
            if (methods.equals(List.of("peap")) && settings.text("phase2-auth").equals(Optional.of("mschapv2"))) {
                return new Login.Password(identity, settings.text("anonymous-identity"), secret(known, ENTERPRISE, "password"), ca);
            } else if (methods.equals(List.of("tls"))) {
                return new Login.Certificate(identity, pem(settings, "client-cert"), new Secret(pem(settings, "private-key")), keyPassword(known, settings), ca);
            }
        }
        throw left("it signs in in a way that this program does not know");
    }

    private Optional<Secret> keyPassword(Known known, Props settings) throws NetworkException, BusException {
        return settings.number("private-key-password-flags", 0) == Logins.NOT_REQUIRED.longValue() ? Optional.empty()
                : Optional.of(secret(known, ENTERPRISE, "private-key-password"));
    }

    private Secret secret(Known known, String group, String key) throws NetworkException, BusException {
        return secrets(known, group).text(key).map(Secret::new).orElseThrow(() -> left("its password is not kept in this device"));
    }

    private Props secrets(Known known, String group) throws BusException {
        try {
            return ConnectionSettings.of(nm.call(known.path(), Nm.CONNECTION, "GetSecrets", "s", group)[0]).group(group);
        } catch (BusException none) {
            if (none.kind().equals("NoSecrets")) {
                return Props.NONE;
            }
            throw none;
        }
    }

    /** As it was given, or from the file into which NetworkManager has put it. */
    private static String pem(Props settings, String key) throws NetworkException {
        String value = new String(settings.bytes(key), StandardCharsets.UTF_8).replace("\0", "");
        if (!value.startsWith(FILE)) {
            return value;
        }
        try (InputStream in = Files.newInputStream(Path.of(value.substring(FILE.length())))) {
            byte[] pem = in.readNBytes(LONGEST_PEM + 1);
            if (pem.length > LONGEST_PEM) {
                throw left("its certificates have more than 64 KiB");
            }
            return new String(pem, StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException unreadable) {
            throw new NetworkException(Code.NOT_PORTABLE, "its certificate or key cannot be read", unreadable);
        }
    }

    private static NetworkException left(String why) {
        return new NetworkException(Code.NOT_PORTABLE, why, null);
    }
}
