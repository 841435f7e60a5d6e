package io.rushline.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Lets the web server listen at one more address of this device, at the same port. */
final class HotspotDoor implements ConnectorFactory {

    private static final int MOST_CONNECTIONS = 64;

    private final InetAddress address;

    HotspotDoor(InetAddress address) {
        this.address = address;
    }

    /** @return what closes it */
    static Runnable open(BundleContext bundle, InetAddress address) {
        ServiceRegistration<ConnectorFactory> offered = bundle.registerService(ConnectorFactory.class, new HotspotDoor(address), null);
        return offered::unregister;
    }

    @Override
    public Connector createConnector(Server server) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.getHostAddress());
        ServerConnector main = (ServerConnector) server.getConnectors()[0];
        connector.setPort(main.getLocalPort());
        connector.setIdleTimeout(main.getIdleTimeout());
        connector.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        try {
            connector.open();
        } catch (IOException taken) {
            throw new UncheckedIOException("the console cannot listen at the hotspot's address " + address.getHostAddress(), taken);
        }
        return connector;
    }
}
