package io.rushline.fleet.hawkbit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** TLS that trusts whom the JDK trusts, and the certificates of a PEM file. */
final class TrustPem {

    private TrustPem() {
    }

    /**
     * @throws IOException              the file cannot be read
     * @throws GeneralSecurityException it holds no certificate, or something else
     */
    static SSLContext tls(Path pem) throws IOException, GeneralSecurityException {
        List<Certificate> anchors = new ArrayList<>();
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager x509) {
                anchors.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        int known = anchors.size();
        try (InputStream in = Files.newInputStream(pem)) {
            anchors.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
        if (anchors.size() == known) {
            throw new GeneralSecurityException("no certificate in it");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < anchors.size(); i++) {
            store.setCertificateEntry("anchor-" + i, anchors.get(i));
        }
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers(store), null);
        return tls;
    }

    private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
