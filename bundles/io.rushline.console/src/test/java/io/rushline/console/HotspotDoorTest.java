package io.rushline.console;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class HotspotDoorTest {

    private final Server server = new Server();
    private int port;

    @Before
    public void start() throws Exception {
        ServerConnector main = new ServerConnector(server);
        main.setHost("127.0.0.1");
        server.addConnector(main);
        server.start();
        port = main.getLocalPort();
    }

    @After
    public void stop() throws Exception {
        server.stop();
    }

    @Test
    public void theServerAnswersAtOneMoreAddressAndNoOther() throws Exception {
        Connector more = new HotspotDoor(InetAddress.getByName("127.0.0.2")).createConnector(server);
        server.addConnector(more);
        more.start();
        assertEquals(404, ((HttpURLConnection) URI.create("http://127.0.0.2:" + port + "/").toURL().openConnection()).getResponseCode());
        assertThrows(java.net.ConnectException.class, () -> URI.create("http://127.0.0.3:" + port + "/").toURL().openStream());
    }

    @Test
    public void anAddressThatCannotBeListenedAtLeavesTheServerAlone() throws Exception {
        assertThrows(UncheckedIOException.class, () -> new HotspotDoor(InetAddress.getByName("127.0.0.1")).createConnector(server));
        assertEquals(1, server.getConnectors().length);
    }
}
