package io.rushline.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a portal, a neighbour and a name server that is not there look like. */
public class OutsideTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aPortalSendsElsewhereOrShowsAPage() throws Exception {
        assertEquals(Optional.of(URI.create("https://portal.example/login?mac=1")), answered(302, "Location", "https://portal.example/login?mac=1"));
        assertEquals("/health", answered(511, "X", "x").get().getPath());
        assertEquals("/health", answered(200, "Content-Type", "text/HTML; charset=utf-8").get().getPath());
        assertEquals(Optional.empty(), answered(301, "Location", "https://127.0.0.1/health"));
        assertEquals(Optional.empty(), answered(302, "Location", "/elsewhere"));
        assertEquals(Optional.empty(), answered(302, "Location", "javascript:alert(1)"));
        assertEquals("only browsers understand it", "/health", answered(302, "Location", "http://portal.example/login?ssid=Hotel Guest|1").get().getPath());
        assertEquals("/health", answered(302, "Location", "http://wifi_portal/login").get().getPath());
        assertEquals(Optional.empty(), answered(200, "Content-Type", "application/json"));
        assertEquals(Optional.empty(), answered(404, "Content-Type", "text/html"));
    }

    private static Optional<URI> answered(int status, String header, String value) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set(header, value);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            return PortalProbe.ask("127.0.0.1", server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    @Test
    public void aNeighbourThatWasCalledInVainIsSilent() throws Exception {
        Path table = Files.writeString(folder.newFile().toPath(), """
                IP address       HW type     Flags       HW address            Mask     Device
                10.0.0.1         0x1         0x2         02:00:00:00:00:01     *        eth0
                10.0.0.9         0x1         0x0         00:00:00:00:00:00     *        eth0
                """);
        assertTrue(Neighbours.silent(table, InetAddress.getByName("10.0.0.9")));
        assertFalse(Neighbours.silent(table, InetAddress.getByName("10.0.0.1")));
        assertFalse("nothing is known of it", Neighbours.silent(table, InetAddress.getByName("10.0.0.2")));
        assertFalse(Neighbours.silent(Path.of("/no/such/table"), InetAddress.getByName("10.0.0.9")));
    }

    @Test
    public void aNameServerThatIsNotThereSaysNothing() throws Exception {
        assertEquals(NameServer.Said.NOTHING, NameServer.ask(InetAddress.getByName("127.0.0.97"), "cloud.example"));
    }
}
