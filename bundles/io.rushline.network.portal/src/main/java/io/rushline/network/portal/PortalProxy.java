package io.rushline.network.portal;

import io.rushline.network.api.Link;
import io.rushline.network.api.Network;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.NetworkListener;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Portal;
import io.rushline.network.api.Reach;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The component: opens the proxy for one person while a network wants a sign-in, and closes it when that is over. */
@Component(service = {Portal.class, NetworkListener.class, PortalProxy.class})
public final class PortalProxy implements Portal, NetworkListener {

    private static final System.Logger LOG = System.getLogger(PortalProxy.class.getName());

    static final Duration OPEN = Duration.ofMinutes(15);
    /** For the page that says that it has worked. */
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_CONNECTIONS = 64;
    private static final int THREADS = 12;
    private static final int SECRET_BYTES = 12;
    private static final String USER = "portal";

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Network network;

    private final Clock clock;
    private final Targets.Names names;
    private final Targets.Own own;
    private final SecureRandom chance = new SecureRandom();
    private final ScheduledThreadPoolExecutor closing;

    // guarded by this
    private Server server;
    private Door door;

    @Activate
    public PortalProxy() {
        this(Clock.systemUTC(), InetAddress::getAllByName, Targets.Own.REAL);
    }

    PortalProxy(Clock clock, Targets.Names names, Targets.Own own) {
        this.clock = clock;
        this.names = names;
        this.own = own;
        closing = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "rushline-portal");
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy()); // at the stop it is closed anyway
        closing.setRemoveOnCancelPolicy(true);
    }

    @Deactivate
    synchronized void stop() {
        closing.shutdownNow();
        close();
    }

    boolean usable() {
        return !closing.isShutdown();
    }

    @Override
    public synchronized Door open(InetAddress at, InetAddress from) throws NetworkException {
        if (!usable()) {
            throw new NetworkException(Code.FAILED, "the proxy has ended", null);
        }
        Network now = network;
        if (now == null || now.status().reach() != Reach.PORTAL) {
            throw new NetworkException(Code.NO_PORTAL);
        }
        NetworkStatus status = now.status();
        Link link = status.links().stream().filter(Link::up).filter(each -> address(each).isPresent())
                .min(Comparator.comparing((Link each) -> each.reach() != Reach.PORTAL).thenComparing(each -> !each.main())).orElseThrow(() -> new NetworkException(Code.NO_PORTAL));
        close();
        byte[] secret = new byte[SECRET_BYTES];
        chance.nextBytes(secret);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Server opened = server(at, new Pass(handlers(link), from, USER, password));
        try {
            opened.start();
        } catch (Exception failed) { // as Jetty declares it
            end(opened);
            throw new NetworkException(Code.FAILED, "the proxy cannot listen at " + at.getHostAddress(), failed);
        }
        server = opened;
        door = new Door(at, ((ServerConnector) opened.getConnectors()[0]).getLocalPort(), USER, password, clock.instant().plus(OPEN), link.name(), status.portal());
        closeAfter(OPEN);
        return door;
    }

    private Tunnel handlers(Link link) {
        Targets targets = new Targets(link.name(), address(link).orElseThrow(), names, own);
        Allowance allowance = new Allowance(MOST_BYTES);
        return new Tunnel(new Forward(targets, allowance), targets, allowance);
    }

    private static Server server(InetAddress at, Pass handler) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("rushline-portal");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(at.getHostAddress());
        server.addConnector(connector);
        server.addBean(new org.eclipse.jetty.server.NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        server.setHandler(handler);
        return server;
    }

    private static Optional<InetAddress> address(Link link) {
        return link.addresses().stream().filter(each -> !each.isLinkLocalAddress()).findFirst();
    }

    private void closeAfter(Duration time) {
        Server meant = server;
        closing.schedule(() -> {
            synchronized (this) {
                if (server == meant) {
                    close();
                }
            }
        }, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            end(server);
            server = null;
            door = null;
        }
    }

    private static void end(Server server) {
        try {
            server.stop();
        } catch (Exception failed) { // as Jetty declares it
            LOG.log(System.Logger.Level.WARNING, "the proxy of the sign-in page did not end as it should", failed);
        }
    }

    @Override
    public synchronized Optional<Door> door() {
        return Optional.ofNullable(door);
    }

    @Override
    public void networkChanged(NetworkStatus status) {
        if (status.reach() == Reach.ONLINE) {
            closing.execute(this::closeSoon); // whoever watches the network waits for no lock
        }
    }

    private synchronized void closeSoon() {
        if (server != null) {
            closeAfter(GRACE);
        }
    }
}
