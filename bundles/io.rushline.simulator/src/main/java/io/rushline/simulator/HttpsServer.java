package io.rushline.simulator;

import java.io.IOException;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** A Jetty of its own that speaks HTTPS, TLS 1.2 or newer, and recognises plain HTTP well enough to say no. */
final class HttpsServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HttpsServer.class.getName());
    private static final int IDLE_MILLIS = 60_000;

    private final Server server;
    private final ServerConnector connector;

    HttpsServer(Certificate certificate, Handler handler) {
        QueuedThreadPool threads = new QueuedThreadPool(200, 4);
        threads.setName("simulator");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.addCustomizer(new SecureRequestCustomizer(false)); // a client checks the name in the certificate, which is enough
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        SslConnectionFactory tls = new SslConnectionFactory(tls(certificate), http1.getProtocol());
        connector = new ServerConnector(server, new DetectorConnectionFactory(tls), http1);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setHandler(handler);
        ServerWebSocketContainer.ensure(server);
    }

    private static SslContextFactory.Server tls(Certificate certificate) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(certificate.keyStore().toUri().toString());
        tls.setKeyStorePassword(Certificate.PASSWORD);
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        return tls;
    }

    /**
     * Takes the port; nothing is served yet.
     *
     * @throws java.net.BindException in the cause, when the port is taken
     */
    void bind(String host, int port) throws IOException {
        connector.setHost(host);
        connector.setPort(port);
        connector.open();
    }

    void start() throws IOException {
        try {
            server.start();
        } catch (Exception e) { // what Jetty declares
            throw new IOException("The simulator's server did not start", e);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) { // what Jetty declares
            LOG.log(System.Logger.Level.WARNING, "The simulator's server did not stop cleanly", e);
        }
    }
}
