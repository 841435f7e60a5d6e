package io.rushline.cloud.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Public since Jetty wants so: a web-socket server over TLS that says back what it hears, and keeps who came how. */
public final class SocketServer implements AutoCloseable {

    /** The opening request. */
    record Opening(String path, String query, Map<String, String> headers) { }

    private final Server server = new Server();
    private final ServerConnector connector;
    final BlockingQueue<Opening> openings = new LinkedBlockingQueue<>();
    final BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();

    SocketServer(Certificates certificates) throws Exception {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(certificates.server());
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        connector = new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost("localhost");
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxTextMessageSize(4 * 1024 * 1024);
            container.addMapping("/devices/websocket", (request, response, callback) -> {
                openings.add(new Opening(request.getHttpURI().getPath(), request.getHttpURI().getQuery(),
                        Map.of("x-client-version", String.valueOf(request.getHeaders().get("x-client-version")))));
                return new Echo();
            });
        }));
        server.start();
    }

    URI base() {
        return URI.create("https://localhost:" + connector.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }

    public final class Echo implements Session.Listener.AutoDemanding {
        private Session session;

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
            sessions.add(opened);
        }

        @Override
        public void onWebSocketText(String text) {
            session.sendText(text, Callback.NOOP);
        }

        @Override
        public void onWebSocketClose(int status, String reason) {
            closes.add(status);
        }
    }
}
