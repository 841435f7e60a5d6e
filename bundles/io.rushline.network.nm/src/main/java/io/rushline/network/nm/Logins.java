package io.rushline.network.nm;

import io.rushline.network.api.NetworkException;
import io.rushline.network.api.Profile.Login;
import io.rushline.network.api.Profile.Login.Certificate;
import io.rushline.network.api.Profile.Login.Passphrase;
import io.rushline.network.api.Profile.Login.Password;
import io.rushline.network.api.Secret;
import io.rushline.network.api.Wifi.Security;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.freedesktop.dbus.types.UInt32;

/** How a Wi-Fi's protection and login are said to NetworkManager, which keeps the secrets itself. */
final class Logins {

    private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int SHORTEST = 8;
    private static final int LONGEST = 63;
    /** NMSettingSecretFlags: NetworkManager keeps it, for the whole system. */
    private static final UInt32 KEPT_BY_SYSTEM = new UInt32(0);
    static final UInt32 NOT_REQUIRED = new UInt32(4);

    private Logins() {
    }

    /** @param before the protection of the profile that is changed; empty: a new one */
    static void check(Security security, Optional<Login> login, Optional<Security> before) throws NetworkException {
        Drafts.expect(security != Security.UNSUPPORTED, "the Wi-Fi's security cannot be used; OPEN, WPA2, WPA3, WPA2_WPA3 or ENTERPRISE is expected");
        if (security == Security.OPEN) {
            Drafts.expect(login.isEmpty(), "a login is given; an open Wi-Fi takes none");
            return;
        }
        boolean kept = before.isPresent() && takesPassphrase(before.get()) == takesPassphrase(security)
                && (before.get() == Security.ENTERPRISE) == (security == Security.ENTERPRISE);
        Drafts.expect(login.isPresent() || kept, security == Security.ENTERPRISE ? "a user's name and password, or a certificate, is expected"
                : "a passphrase is expected");
        if (login.isEmpty()) {
            return;
        }
        if (login.get() instanceof Passphrase passphrase) {
            Drafts.expect(takesPassphrase(security), "a passphrase is given; " + security + " expects a user's name and password, or a certificate");
            check(passphrase.passphrase().value(), security);
        } else {
            Drafts.expect(security == Security.ENTERPRISE, "a user's login is given; " + security + " expects a passphrase");
            check(login.get());
        }
    }

    private static void check(String passphrase, Security security) throws NetworkException {
        int length = passphrase.getBytes(StandardCharsets.UTF_8).length; // as IEEE 802.11 counts
        boolean plain = passphrase.codePoints().noneMatch(Character::isISOControl);
        if (security == Security.WPA3) {
            Drafts.expect(length >= 1 && length <= LONGEST && plain, "the passphrase has " + length + " characters; 1 to 63 are expected");
        } else {
            Drafts.expect(length >= SHORTEST && length <= LONGEST && plain || KEY.matcher(passphrase).matches(),
                    "the passphrase has " + length + " characters; 8 to 63, or 64 hexadecimal digits, are expected");
        }
    }

    private static void check(Login login) throws NetworkException {
        if (login instanceof Password password) {
            Drafts.expect(!password.identity().isBlank(), "the user's name is empty; one is expected");
            Drafts.expect(!password.password().value().isEmpty(), "the password is empty; one is expected");
            checkPem(password.caPem(), "the network's certificates");
        } else if (login instanceof Certificate certificate) {
            Drafts.expect(!certificate.identity().isBlank(), "the user's name is empty; one is expected");
            checkPem(Optional.of(certificate.certificatePem()), "the certificate");
            checkPem(certificate.caPem(), "the network's certificates");
            String key = certificate.keyPem().value();
            Drafts.expect(key.contains("-----BEGIN") && key.contains("PRIVATE KEY-----"), "the key is not PEM; a private key is expected");
            Drafts.expect(!key.contains("ENCRYPTED") || certificate.keyPassword().isPresent(), "the key is encrypted; its password is expected");
        }
    }

    private static void checkPem(Optional<String> pem, String what) throws NetworkException {
        try {
            Drafts.expect(pem.isEmpty() || !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes(pem.get()))).isEmpty(), what + " cannot be read; PEM is expected");
        } catch (CertificateException unreadable) {
            throw new NetworkException(NetworkException.Code.BAD_SETTINGS, what + " cannot be read; PEM is expected", unreadable);
        }
    }

    private static boolean takesPassphrase(Security security) {
        return security == Security.WPA2 || security == Security.WPA3 || security == Security.WPA2_WPA3;
    }

    /** Without a login the secrets stay as NetworkManager has them. Checked before. */
    static void apply(Security security, Optional<Login> login, ConnectionSettings settings) {
        String group = ConnectionSettings.SECURITY;
        if (security == Security.OPEN) {
            settings.remove(group);
        } else {
            settings.put(group, "key-mgmt", security == Security.WPA3 ? "sae" : security == Security.ENTERPRISE ? "wpa-eap" : "wpa-psk");
            settings.put(group, "pmf", security == Security.WPA2_WPA3 ? Profiles.PMF_OPTIONAL : 0, "i");
            settings.remove(group, "auth-alg");
        }
        if (security != Security.ENTERPRISE) {
            settings.remove(ConnectionSettings.ENTERPRISE);
        }
        login.ifPresent(given -> apply(given, settings));
    }

    private static void apply(Login login, ConnectionSettings settings) {
        String group = ConnectionSettings.ENTERPRISE;
        if (login instanceof Passphrase passphrase) {
            settings.put(ConnectionSettings.SECURITY, "psk", passphrase.passphrase().value());
            settings.put(ConnectionSettings.SECURITY, "psk-flags", KEPT_BY_SYSTEM, "u");
            return;
        }
        settings.remove(group);
        if (login instanceof Password password) {
            settings.put(group, "eap", List.of("peap"), "as");
            settings.put(group, "identity", password.identity());
            settings.put(group, "anonymous-identity", password.anonymous().orElse(password.identity()));
            settings.put(group, "phase2-auth", "mschapv2");
            secret(settings, "password", Optional.of(password.password()));
            password.caPem().ifPresent(pem -> settings.put(group, "ca-cert", bytes(pem), "ay"));
        } else if (login instanceof Certificate certificate) {
            settings.put(group, "eap", List.of("tls"), "as");
            settings.put(group, "identity", certificate.identity());
            settings.put(group, "client-cert", bytes(certificate.certificatePem()), "ay");
            settings.put(group, "private-key", bytes(certificate.keyPem().value()), "ay");
            secret(settings, "private-key-password", certificate.keyPassword());
            certificate.caPem().ifPresent(pem -> settings.put(group, "ca-cert", bytes(pem), "ay"));
        }
    }

    private static void secret(ConnectionSettings settings, String key, Optional<Secret> secret) {
        secret.ifPresent(given -> settings.put(ConnectionSettings.ENTERPRISE, key, given.value()));
        settings.put(ConnectionSettings.ENTERPRISE, key + "-flags", secret.isPresent() ? KEPT_BY_SYSTEM : NOT_REQUIRED, "u");
    }

    private static byte[] bytes(String pem) {
        return pem.getBytes(StandardCharsets.US_ASCII);
    }
}
