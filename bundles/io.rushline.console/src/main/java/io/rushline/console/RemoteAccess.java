package io.rushline.console;

import io.rushline.console.access.Access;
import io.rushline.console.http.HotspotGuests;
import io.rushline.status.api.Warning;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Lets the web server listen on all addresses once an admin password is set, if the setting remoteAccess wants it, and only on the appliance
 * itself until then. An address that somebody configured by hand stays as it is. Where not all are listened at, that of the device's own Wi-Fi is, while it is
 * open.
 *
 * <p>Where Felix Web Console is installed but not told to wait for {@link WebConsoleLogin}, it lets anybody in with its well-known default
 * password whenever this bundle is stopped: then the network stays out, and a warning says why.
 */
@Component(service = RemoteAccess.class, immediate = true)
public final class RemoteAccess {

    static final String HTTP_PID = "org.apache.felix.http";
    static final String HOST = "org.apache.felix.http.host";
    static final String EVERYWHERE = "0.0.0.0";

    private static final Function<Instant, Warning> WEB_CONSOLE_OPEN = since -> new Warning("console.web-console-open", Warning.Severity.WARNING,
            "Felix Web Console would accept its default password while the console is replaced, so the console cannot be reached from the network.",
            "Set the framework property felix.webconsole.security.providers=" + WebConsoleLogin.ID + ", or leave Web Console out.", since);
    private static final Logger LOG = System.getLogger(RemoteAccess.class.getName());
    /** A new address makes the server start anew: the answer to whoever set the password must be out by then. */
    private static final long DELAY_MILLIS = 1_000;

    private final Appliance appliance;
    private final Access access;
    private final ConfigurationAdmin configurations;
    private final HotspotGuests guests;
    private final Function<InetAddress, Runnable> door;
    private final Optional<String> byDefault;
    private final boolean webConsoleOpen;
    private final ScheduledExecutorService later;
    private final Runnable listener = this::soon;

    // guarded by this
    private Optional<InetAddress> listensAt = Optional.empty();
    private Runnable closeDoor = () -> { };
    private boolean stopped;

    @Activate
    public RemoteAccess(@Reference Appliance appliance, @Reference Access access, @Reference ConfigurationAdmin configurations,
            @Reference HotspotGuests guests, BundleContext context) {
        this(appliance, access, configurations, guests, address -> HotspotDoor.open(context, address), Optional.ofNullable(context.getProperty(HOST)), webConsoleOpen(context));
        if (webConsoleOpen) {
            context.registerService(Warning.class, WEB_CONSOLE_OPEN.apply(Instant.now()), null);
        }
    }

    /**
     * @param door      listens at one more address; gives back what ends that
     * @param byDefault where the server listens while nothing is configured
     */
    RemoteAccess(Appliance appliance, Access access, ConfigurationAdmin configurations, HotspotGuests guests, Function<InetAddress, Runnable> door,
            Optional<String> byDefault, boolean webConsoleOpen) {
        this.appliance = appliance;
        this.access = access;
        this.configurations = configurations;
        this.guests = guests;
        this.door = door;
        this.byDefault = byDefault;
        this.webConsoleOpen = webConsoleOpen;
        this.later = Threads.one("console-remote-access");
    }

    @Activate
    void start() {
        access.onChange(listener);
        guests.onChange(listener);
        later.schedule(guests::look, DELAY_MILLIS, TimeUnit.MILLISECONDS); // what changed while they began may have been told to nobody
        soon();
    }

    @Deactivate
    synchronized void stop() {
        access.removeListener(listener);
        guests.removeListener(listener);
        later.shutdownNow();
        listenAt(Optional.empty()); // before the gate goes
        stopped = true; // whoever is just deciding opens no door that nobody would close
    }

    private void soon() {
        try {
            later.schedule(this::apply, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "Stopping: whoever comes next decides", e);
        }
    }

    /** Makes the configuration of the web server say what is wanted. */
    void apply() {
        Optional<Boolean> passwordSet = access.passwordSet();
        if (passwordSet.isEmpty()) {
            return; // not known yet: told again when it is
        }
        boolean wanted = passwordSet.get() && appliance.remoteAccess() && !webConsoleOpen;
        try {
            Configuration configuration = configurations.getConfiguration(HTTP_PID, null);
            Dictionary<String, Object> properties = Optional.ofNullable(configuration.getProperties()).orElseGet(Hashtable::new);
            Object host = properties.get(HOST);
            if (wanted && host == null) {
                properties.put(HOST, EVERYWHERE);
                LOG.log(Level.INFO, "An admin password is set: the console can now be reached from the network");
            } else if (!wanted && EVERYWHERE.equals(host)) {
                properties.remove(HOST);
                LOG.log(Level.INFO, "The console can now be reached on the appliance itself only");
            } else {
                listenAt(EVERYWHERE.equals(Optional.ofNullable(host).orElse(byDefault.orElse(EVERYWHERE))) ? Optional.empty() : guests.address());
                return;
            }
            listenAt(wanted ? Optional.empty() : guests.address()); // one port is taken by one of them
            configuration.update(properties);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "The address at which the console listens could not be changed", e);
        }
    }

    private synchronized void listenAt(Optional<InetAddress> address) {
        if (!stopped && !address.equals(listensAt)) {
            listensAt = address;
            closeDoor.run();
            closeDoor = address.map(door).orElse(() -> { });
        }
    }

    private static boolean webConsoleOpen(BundleContext context) {
        boolean installed = Arrays.stream(context.getBundles()).anyMatch(b -> "org.apache.felix.webconsole".equals(b.getSymbolicName()));
        String required = Optional.ofNullable(context.getProperty("felix.webconsole.security.providers")).orElse("");
        return installed && Arrays.stream(required.split(",")).map(String::strip).noneMatch(WebConsoleLogin.ID::equals);
    }
}
