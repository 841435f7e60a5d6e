package io.rushline.console.http;

import io.rushline.console.Appliance;
import io.rushline.console.TestServices;
import io.rushline.console.access.Access;
import io.rushline.console.access.AccessFixture;
import io.rushline.console.event.EventStream;
import io.rushline.console.rest.BandwidthResource;
import io.rushline.console.rest.ByHand;
import io.rushline.console.rest.ConnectionResource;
import io.rushline.console.rest.HotspotResource;
import io.rushline.console.rest.IngestResource;
import io.rushline.console.rest.ModuleSourcesResource;
import io.rushline.console.rest.ModulesResource;
import io.rushline.console.rest.NetworkResource;
import io.rushline.console.rest.NetworkRulesResource;
import io.rushline.console.rest.NetworkTransferResource;
import io.rushline.console.rest.PortalResource;
import io.rushline.console.rest.NoResource;
import io.rushline.console.rest.QueueResource;
import io.rushline.console.rest.SessionResource;
import io.rushline.console.rest.StatusResource;
import io.rushline.console.rest.SystemResource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.service.servlet.context.ServletContextHelper;

/** The whole console but for OSGi, on a free port; the headers X-Test-Remote and X-Test-Local say from where to where a request seems to go. */
public final class TestServer implements AutoCloseable {

    /** Of an uploaded module. */
    public static final int MODULE_LIMIT_BYTES = 1024 * 1024;

    public final AccessFixture fixture = new AccessFixture();
    public final TestServices services = new TestServices();
    public final HotspotGuests guests = new HotspotGuests();
    public final Access access;
    public final EventStream events;
    private final ByHand byHand;
    public final Gate gate;
    public final List<JsonResource> resources;
    /** As while the console starts, or is replaced. */
    volatile boolean withoutGate;
    static {
        // A request that is refused before its body was read ends its connection, maybe just when the client takes it for the next one.
        System.setProperty("jdk.httpclient.enableAllMethodRetry", "true");
    }

    private final Server server = new Server(0);
    private final HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    public TestServer(Path home) throws Exception {
        this(home, true);
    }

    public TestServer(Path home, boolean withDatabase) throws Exception {
        access = withDatabase ? fixture.start() : fixture.startWithoutDatabase();
        Appliance appliance = TestServices.appliance(home, true);
        events = new EventStream(appliance, services, access);
        byHand = new ByHand(appliance, services);
        resources = List.of(new StatusResource(appliance, services), new QueueResource(services, byHand), new ConnectionResource(services),
                new IngestResource(services), new NetworkResource(services), new NetworkRulesResource(services), new BandwidthResource(services), new NetworkTransferResource(services), new PortalResource(services), new HotspotResource(services), new SystemResource(appliance),
                new SessionResource(access),
                new ModulesResource(services, MODULE_LIMIT_BYTES), new ModuleSourcesResource(services), new NoResource(), events);
        StaticFiles pages = new StaticFiles(Map.of("/index.html", "<!doctype html>home".getBytes(StandardCharsets.UTF_8), "/login.html",
                "<!doctype html>login".getBytes(StandardCharsets.UTF_8), "/main.js", "export {}".getBytes(StandardCharsets.UTF_8)));
        ServletContextHandler context = new ServletContextHandler();
        Filter pretend = (request, response, chain) -> chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {
            @Override
            public String getRemoteAddr() {
                return Optional.ofNullable(getHeader("X-Test-Remote")).orElseGet(super::getRemoteAddr);
            }

            @Override
            public String getLocalAddr() {
                return Optional.ofNullable(getHeader("X-Test-Local")).orElseGet(super::getLocalAddr);
            }
        }, response);
        filter(context, pretend);
        gate = new Gate(new HostGuard(appliance.hostName(), appliance.hostNames(), Set::of), guests, access, pages);
        filter(context, (request, response, chain) -> {
            if (withoutGate) {
                chain.doFilter(request, response);
            } else {
                gate.doFilter(request, response, chain);
            }
        });
        for (JsonResource resource : resources) {
            ServletHolder holder = new ServletHolder(resource);
            holder.setAsyncSupported(true);
            for (String pattern : patterns(resource)) {
                context.addServlet(holder, pattern);
            }
        }
        context.addServlet(new ServletHolder(new OtherBundle()), OtherBundle.PATH);
        context.addServlet(new ServletHolder(pages), "/");
        server.setHandler(context);
        server.start();
    }

    /** A servlet that knows nothing of the console; it says who asks. */
    static final class OtherBundle extends HttpServlet {
        static final String PATH = "/api/v1/other";
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("for " + request.getAttribute(ServletContextHelper.REMOTE_USER));
        }
    }

    private static void filter(ServletContextHandler context, Filter filter) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    /** What the whiteboard is told at each resource comes to this. */
    private static Set<String> patterns(JsonResource resource) {
        return resource instanceof NoResource ? Set.of("/api/*")
                : resource.routes().stream().map(route -> route.path().replaceAll("\\{(id|sha256|uuid|network)}.*", "*")).collect(Collectors.toSet());
    }

    public int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** @param headers names and values in turn */
    public HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, null, headers);
    }

    /** As the console's own page does it. */
    public HttpResponse<String> post(String path, String json, String... headers) throws Exception {
        String[] own = {"X-Rushline", "1", "Content-Type", "application/json"};
        String[] all = Arrays.copyOf(own, own.length + headers.length);
        System.arraycopy(headers, 0, all, own.length, headers.length);
        return send("POST", path, json, all);
    }

    public HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
