package io.rushline.cloud.http;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Who has signed a certificate, for people: the words are a stranger's. */
final class Issuer {

    private static final int LONGEST = 60;

    private Issuer() {
    }

    static String of(X509Certificate certificate) {
        String name = certificate.getIssuerX500Principal().getName();
        String shown = name;
        try {
            Map<String, String> parts = new LdapName(name).getRdns().stream().filter(rdn -> rdn.getValue() instanceof String)
                    .collect(Collectors.toMap(Rdn::getType, rdn -> (String) rdn.getValue(), (first, again) -> first));
            shown = parts.getOrDefault("CN", parts.getOrDefault("O", name));
        } catch (InvalidNameException odd) {
            // as it stands
        }
        String clean = shown.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return "\"" + (clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean) + "\"";
    }
}
