package io.rushline.cloud.http;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** What encrypts new connections: the JDK, or a provider that may come and go. Whom they trust stays the same. Any thread. */
final class Tls {

    /**
     * @param context keeps the sessions that can be resumed
     * @param name    for people
     */
    record Choice(SSLContext context, String name) { }

    private final TrustManager[] trust;
    private final Choice jdk;
    private volatile Choice current;

    Tls(Trust trust) throws GeneralSecurityException {
        this.trust = new TrustManager[] {trust};
        this.jdk = new Choice(context(SSLContext.getInstance("TLS")), "JDK");
        this.current = jdk;
    }

    /** @throws GeneralSecurityException the provider has no TLS; nothing has changed then */
    void use(Provider provider, String name) throws GeneralSecurityException {
        current = new Choice(context(SSLContext.getInstance("TLS", provider)), name);
    }

    void useJdk() {
        current = jdk;
    }

    Choice current() {
        return current;
    }

    /** The JDK's, whatever else is there: for what sends little. */
    SSLContext jdk() {
        return jdk.context;
    }

    private SSLContext context(SSLContext fresh) throws GeneralSecurityException {
        fresh.init(null, trust, null);
        return fresh;
    }
}
