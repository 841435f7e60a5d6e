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
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom we trust: everybody the JDK trusts, and the certificates of a PEM file. It decides whatever does the encryption, and as the JDK
 * decides; where the JDK is asked for the host name too and says no, it tells whether only the name was wrong.
 */
final class Trust extends X509ExtendedTrustManager {

    /** The chain is good, for another host. */
    static final class WrongHostException extends CertificateException {
        private static final long serialVersionUID = 1L;

        WrongHostException(Throwable cause) {
            super("the certificate belongs to another host", cause);
        }
    }

    private final X509ExtendedTrustManager jdk;

    private Trust(X509ExtendedTrustManager jdk) {
        this.jdk = jdk;
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
        return new Trust(manager(store));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        try {
            jdk.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException refused) {
            throw refused(chain, authType, refused);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        try {
            jdk.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException refused) {
            throw refused(chain, authType, refused);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        jdk.checkServerTrusted(chain, authType);
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

    /** Asked again without the connection, the JDK leaves the host name out. */
    private CertificateException refused(X509Certificate[] chain, String authType, CertificateException why) {
        try {
            jdk.checkServerTrusted(chain, authType);
            return new WrongHostException(why);
        } catch (CertificateException untrusted) {
            return why;
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
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("the JDK has no X.509 trust manager");
    }
}
