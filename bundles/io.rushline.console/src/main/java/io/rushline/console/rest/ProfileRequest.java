package io.rushline.console.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rushline.console.http.ProblemException;
import io.rushline.network.api.Addressing;
import io.rushline.network.api.Link;
import io.rushline.network.api.Profile;
import io.rushline.network.api.Profile.Login;
import io.rushline.network.api.Secret;
import io.rushline.network.api.Ssid;
import io.rushline.network.api.Wifi;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A known network as a person wants it ({@code NetworkProfileDraft} in openapi.json). */
record ProfileRequest(@JsonProperty(required = true) String name, @JsonProperty(required = true) Link.Kind kind, String link, WifiRequest wifi, LoginRequest login,
        AddressingRequest addressing, Boolean autoJoin, Integer preference, Boolean metered, Integer confirmWithinSeconds) {

    /** By its name as text or, where that is no text, by its bytes. */
    record WifiRequest(String ssid, String ssidHex, @JsonProperty(required = true) Wifi.Security security, Boolean hidden) {

        private Wifi wifi() throws ProblemException {
            if ((ssid == null) == (ssidHex == null)) {
                throw ProblemException.badRequest("wifi must have either ssid or ssidHex.");
            }
            if (security == null) {
                throw ProblemException.badRequest("wifi.security is missing.");
            }
            try {
                return new Wifi(ssid == null ? new Ssid(ssidHex) : Ssid.of(ssid), security, Boolean.TRUE.equals(hidden));
            } catch (IllegalArgumentException e) {
                throw ProblemException.badRequest(e.getMessage());
            }
        }
    }

    /** A passphrase; or a name with a password; or a name with a certificate and its key. */
    record LoginRequest(String passphrase, String identity, String anonymous, String password, String certificatePem, String keyPem, String keyPassword,
            String caPem) {

        private Login login() throws ProblemException {
            if (passphrase != null) {
                return new Login.Passphrase(new Secret(passphrase));
            } else if (identity != null && password != null) {
                return new Login.Password(identity, Optional.ofNullable(anonymous), new Secret(password), Optional.ofNullable(caPem));
            } else if (identity != null && certificatePem != null && keyPem != null) {
                return new Login.Certificate(identity, certificatePem, new Secret(keyPem), Optional.ofNullable(keyPassword).map(Secret::new), Optional.ofNullable(caPem));
            }
            throw ProblemException.badRequest("login must have a passphrase, or identity and password, or identity, certificatePem and keyPem.");
        }

        /** Without the secrets. */
        @Override
        public String toString() {
            return "login";
        }
    }

    record AddressingRequest(@JsonProperty(required = true) String method, String address, Integer prefix, String gateway, List<String> dns) {

        private Addressing addressing() throws ProblemException {
            if ("DHCP".equals(method)) {
                return new Addressing.Dhcp();
            }
            if (!"MANUAL".equals(method) || address == null || prefix == null) {
                throw ProblemException.badRequest("addressing.method must be DHCP, or MANUAL with address and prefix.");
            }
            List<InetAddress> servers = new ArrayList<>();
            for (String server : dns == null ? List.<String>of() : dns) {
                servers.add(ipv4(server));
            }
            return new Addressing.Manual(ipv4(address), prefix, gateway == null ? Optional.empty() : Optional.of(ipv4(gateway)), servers);
        }

        /** Literals only: nothing that a person types here is looked up. */
        private static InetAddress ipv4(String text) throws ProblemException {
            try {
                if (text != null && text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
                    return InetAddress.getByName(text);
                }
            } catch (UnknownHostException outOfRange) {
                // as said below
            }
            throw ProblemException.badRequest("\"" + text + "\" is no IPv4 address: it must be like 192.168.1.20.");
        }
    }

    Profile.Draft draft(Optional<String> id) throws ProblemException {
        if (name == null || kind == null) {
            throw ProblemException.badRequest("name and kind must be there.");
        }
        return new Profile.Draft(id, name, kind, Optional.ofNullable(link), wifi == null ? Optional.empty() : Optional.of(wifi.wifi()),
                login == null ? Optional.empty() : Optional.of(login.login()), addressing == null ? new Addressing.Dhcp() : addressing.addressing(),
                !Boolean.FALSE.equals(autoJoin), preference == null ? 0 : preference, Optional.ofNullable(metered));
    }
}
