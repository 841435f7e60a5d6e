package io.rushline.network.nm;

import io.rushline.network.api.LinkListener;
import io.rushline.network.api.LinkSource;
import io.rushline.network.api.Networks;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The component: offers links and networks as services while NetworkManager is there. */
@Component(service = NmProvider.class, immediate = true, configurationPid = "io.rushline.network.nm")
@Designate(ocd = NmProvider.Settings.class)
public final class NmProvider {

    /** Settings, as people see them. */
    @ObjectClassDefinition(name = "Network (NetworkManager)", description = "Shows and changes the networks of a machine on which NetworkManager runs")
    public @interface Settings {
        @AttributeDefinition(description = "D-Bus address of the system's message bus, such as unix:path=/run/dbus/system_bus_socket; empty: as the "
                + "environment says (DBUS_SYSTEM_BUS_ADDRESS), else that one")
        String busAddress() default "";
    }

    private static final System.Logger LOG = System.getLogger(NmProvider.class.getName());
    private static final String DEFAULT_ADDRESS = "unix:path=/run/dbus/system_bus_socket";
    /** Above that of a provider that only looks at what Java can see. */
    private static final int RANKING = 100;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<LinkListener> listeners = List.of();

    private final Presence presence;

    @Activate
    public NmProvider(BundleContext bundle, Settings settings) {
        this(settings, (links, networks) -> offer(bundle, links, networks));
    }

    NmProvider(Settings settings, Presence.Offer offer) {
        this.presence = new Presence(address(settings.busAddress()), this::tell, offer, Clock.systemUTC());
    }

    private static String address(String setting) {
        return Optional.of(setting.strip()).filter(text -> !text.isEmpty())
                .or(() -> Optional.ofNullable(System.getenv("DBUS_SYSTEM_BUS_ADDRESS")).filter(text -> !text.isEmpty())).orElse(DEFAULT_ADDRESS);
    }

    private static Runnable offer(BundleContext bundle, LinkSource links, Networks networks) {
        Map<String, Object> properties = Map.of(Constants.SERVICE_RANKING, RANKING, Constants.SERVICE_DESCRIPTION, "NetworkManager");
        List<ServiceRegistration<?>> offered = new ArrayList<>();
        offered.add(bundle.registerService(LinkSource.class, links, FrameworkUtil.asDictionary(properties)));
        offered.add(bundle.registerService(Networks.class, networks, FrameworkUtil.asDictionary(properties)));
        Collections.reverse(offered);
        return () -> offered.forEach(ServiceRegistration::unregister);
    }

    @Activate
    void start() {
        presence.start();
    }

    @Deactivate
    void stop() {
        presence.close();
    }

    Result health() {
        return presence.health();
    }

    private void tell() {
        for (LinkListener listener : listeners) {
            try {
                listener.linksChanged();
            } catch (RuntimeException | LinkageError bad) {
                LOG.log(System.Logger.Level.ERROR, "A listener failed: " + listener.getClass().getName(), bad);
            }
        }
    }
}
