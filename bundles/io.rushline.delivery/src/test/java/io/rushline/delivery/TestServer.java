package io.rushline.delivery;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.service.servlet.context.ServletContextHelper;

/** The servlet in a real container, behind something that, as the console's gate does, names whoever has logged in: here, by the header X-Test-User. */
final class TestServer {

    static final Instant NOW = Instant.parse("2026-11-24T10:11:12.987Z");

    final FakeQueue queue = new FakeQueue();
    final DeliveryServlet servlet = new DeliveryServlet(Clock.fixed(NOW, ZoneId.of("Europe/Berlin")), "cart-b", "1.0.0");
    private final Server server = new Server(0);
    private final HttpClient client = HttpClient.newHttpClient();

    TestServer() throws Exception {
        servlet.queue = queue.service();
        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(new FilterHolder((request, response, chain) -> {
            String user = ((HttpServletRequest) request).getHeader("X-Test-User");
            if (user != null) {
                request.setAttribute(ServletContextHelper.REMOTE_USER, user);
            }
            chain.doFilter(request, response);
        }), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(servlet), DeliveryServlet.ROOT + "*");
        server.setHandler(context);
        server.start();
    }

    HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort() + DeliveryServlet.ROOT + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** As somebody who has logged in. */
    HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "X-Test-User", "ada");
    }

    void close() throws Exception {
        server.stop();
    }
}
