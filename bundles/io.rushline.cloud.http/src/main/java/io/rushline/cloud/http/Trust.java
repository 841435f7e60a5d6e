package io.rushline.cloud.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom we trust: everybody the JDK trusts, and the certificates of a PEM file. It decides whatever does the encryption, and as the JDK
 * decides; where the JDK says no, it tells why: only the host name was wrong, only the date, or a stranger has signed.
 */
final class Trust extends X509ExtendedTrustManager {

    /** The chain is good, for another host. */
    static final class WrongHostException extends CertificateException {
        private static final long serialVersionUID = 1L;

        WrongHostException(Throwable cause) {
            super("the certificate belongs to another host", cause);
        }
    }

    /** The chain would be good at another date. */
    static final class DateException extends CertificateException {
        private static final long serialVersionUID = 1L;

        DateException(Instant from, Instant until, Instant now, Throwable cause) {
            super("it is valid from " + day(from) + " to " + day(until) + ", and the clock shows " + day(now), cause);
        }

        private static LocalDate day(Instant time) {
            return LocalDate.ofInstant(time, ZoneOffset.UTC);
        }
    }

    /** Nobody we trust has signed it, and we can say who has. */
    static final class StrangerException extends CertificateException {
        private static final long serialVersionUID = 1L;

        StrangerException(X509Certificate shown, Throwable cause) {
            super("its certificate was issued by " + Issuer.of(shown), cause);
        }
    }

    private final X509ExtendedTrustManager jdk;
    private final KeyStore anchors;

    private Trust(KeyStore anchors) throws GeneralSecurityException {
        this.jdk = manager(anchors);
        this.anchors = anchors;
    }

    /**
     * @throws IOException              the file cannot be read
     * @throws CertificateException     it holds no certificate, or something else
     * @throws GeneralSecurityException the JDK is not as it should be
     */
    static Trust of(Optional<Path> pem) throws IOException, GeneralSecurityException {
        List<Certificate> anchors = new ArrayList<>(List.of(manager(null).getAcceptedIssuers()));
        if (pem.isPresent()) {
            anchors.addAll(read(pem.get()));
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < anchors.size(); i++) {
            store.setCertificateEntry("anchor-" + i, anchors.get(i));
        }
        return new Trust(store);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        try {
            jdk.checkServerTrusted(chain, jdks(authType), engine);
        } catch (CertificateException refused) {
            throw refused(chain, jdks(authType), refused);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        try {
            jdk.checkServerTrusted(chain, jdks(authType), socket);
        } catch (CertificateException refused) {
            throw refused(chain, jdks(authType), refused);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        jdk.checkServerTrusted(chain, jdks(authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("we serve nobody");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return jdk.getAcceptedIssuers();
    }

    /** TLS 1.3 leaves the key exchange open: what OpenSSL and BoringSSL call generic, the JDK calls unknown, and refuses by any other name. */
    private static String jdks(String authType) {
        return authType.equals("GENERIC") ? "UNKNOWN" : authType;
    }

    /** Asked again without the connection, the JDK leaves the host name out. */
    private CertificateException refused(X509Certificate[] chain, String authType, CertificateException why) {
        try {
            jdk.checkServerTrusted(chain, authType);
            return new WrongHostException(why);
        } catch (CertificateException untrusted) {
            return atAnotherDate(chain, authType, why).orElseGet(() -> new StrangerException(chain[0], why));
        }
    }

    /** What a clock that is wrong does to a good chain must not be taken for an interception, nor the other way round. */
    private Optional<CertificateException> atAnotherDate(X509Certificate[] chain, String authType, CertificateException why) {
        Instant now = Instant.now();
        Instant from = Stream.of(chain).map(X509Certificate::getNotBefore).max(Comparator.naturalOrder()).orElseThrow().toInstant();
        Instant until = Stream.of(chain).map(X509Certificate::getNotAfter).min(Comparator.naturalOrder()).orElseThrow().toInstant();
        if (!now.isBefore(from) && !now.isAfter(until) || from.isAfter(until)) {
            return Optional.empty();
        }
        try {
            PKIXBuilderParameters then = new PKIXBuilderParameters(anchors, null);
            then.setRevocationEnabled(false);
            then.setDate(Date.from(now.isBefore(from) ? from : until));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(then));
            x509(factory).checkServerTrusted(chain, authType);
            return Optional.of(new DateException(from, until, now, why));
        } catch (GeneralSecurityException never) {
            return Optional.empty();
        }
    }

    private static Collection<? extends Certificate> read(Path pem) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new CertificateException("no certificate in it");
            }
            return found;
        }
    }

    private static X509ExtendedTrustManager manager(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return x509(factory);
    }

    private static X509ExtendedTrustManager x509(TrustManagerFactory factory) throws GeneralSecurityException {
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("the JDK has no X.509 trust manager");
    }
}
