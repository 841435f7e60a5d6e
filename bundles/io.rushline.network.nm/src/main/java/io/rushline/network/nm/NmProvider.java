package io.rushline.network.nm;

import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.LinkListener;
import io.rushline.network.api.LinkRules;
import io.rushline.network.api.LinkSource;
import io.rushline.network.api.Networks;
import io.rushline.network.api.Radios;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The component: offers links and networks as services while NetworkManager is there. */
@Component(service = NmProvider.class, immediate = true, configurationPid = NmProvider.PID)
@Designate(ocd = NmProvider.Settings.class)
public final class NmProvider implements Preference.Store, Country.Store {

    /** Settings, as people see them. */
    @ObjectClassDefinition(name = "Network (NetworkManager)", description = "Shows and changes the networks of a machine on which NetworkManager runs")
    public @interface Settings {
        @AttributeDefinition(description = "D-Bus address of the system's message bus, such as unix:path=/run/dbus/system_bus_socket; empty: as the "
                + "environment says (DBUS_SYSTEM_BUS_ADDRESS), else that one")
        String busAddress() default "";

        @AttributeDefinition(description = "Of which kind of links the main one is taken, the most wanted first: ETHERNET, WIFI, MODEM, BOND, BRIDGE, TETHERING. A bond or "
                + "bridge that is not named counts as ETHERNET, a phone at the USB plug (TETHERING) as MODEM; other kinds that are not named come last")
        String[] preference() default {"ETHERNET", "WIFI", "MODEM"};

        @AttributeDefinition(description = "By which country's rules the Wi-Fi radios send: two capital letters (ISO 3166), such as DE; empty: as the system has it")
        String country() default "";
    }

    static final String PID = "io.rushline.network.nm";

    private static final System.Logger LOG = System.getLogger(NmProvider.class.getName());
    private static final String DEFAULT_ADDRESS = "unix:path=/run/dbus/system_bus_socket";
    /** Above that of a provider that only looks at what Java can see. */
    private static final int RANKING = 100;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<LinkListener> listeners = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
    private volatile LinkRules rules;

    private final BundleContext bundle;
    private final ConfigurationAdmin configurations;
    private volatile Preference preference;
    private volatile String country;
    private volatile Presence presence;

    @Activate
    public NmProvider(BundleContext bundle, Settings settings, @Reference ConfigurationAdmin configurations) {
        this.bundle = bundle;
        this.configurations = configurations;
        this.preference = Preference.of(settings.preference());
        this.country = settings.country().strip();
        this.presence = presence(address(settings.busAddress()));
    }

    private Presence presence(String address) {
        return new Presence(address, this, this, () -> Optional.ofNullable(rules), this::tell, (links, networks, radios) -> offer(bundle, links, networks, radios),
                Clock.systemUTC());
    }

    @Override
    public Preference preference() {
        return preference;
    }

    @Override
    public void keep(Preference wanted) throws IOException {
        keep("preference", wanted.kinds().stream().map(Kind::name).toArray(String[]::new));
        preference = wanted;
        presence.look();
    }

    @Override
    public String country() {
        return country;
    }

    @Override
    public void keepCountry(String wanted) throws IOException {
        keep("country", wanted);
        country = wanted;
    }

    private void keep(String setting, Object value) throws IOException {
        Configuration configuration = configurations.getConfiguration(PID, null);
        Dictionary<String, Object> properties = Optional.ofNullable(configuration.getProperties()).orElseGet(Hashtable::new);
        properties.put(setting, value);
        configuration.update(properties);
    }

    private static String address(String setting) {
        return Optional.of(setting.strip()).filter(text -> !text.isEmpty())
                .or(() -> Optional.ofNullable(System.getenv("DBUS_SYSTEM_BUS_ADDRESS")).filter(text -> !text.isEmpty())).orElse(DEFAULT_ADDRESS);
    }

    private static Runnable offer(BundleContext bundle, LinkSource links, Networks networks, Radios radios) {
        Map<String, Object> properties = Map.of(Constants.SERVICE_RANKING, RANKING, Constants.SERVICE_DESCRIPTION, "NetworkManager");
        List<ServiceRegistration<?>> offered = new ArrayList<>();
        offered.add(bundle.registerService(LinkSource.class, links, FrameworkUtil.asDictionary(properties)));
        offered.add(bundle.registerService(Networks.class, networks, FrameworkUtil.asDictionary(properties)));
        offered.add(bundle.registerService(Radios.class, radios, FrameworkUtil.asDictionary(properties)));
        Collections.reverse(offered);
        return () -> offered.forEach(ServiceRegistration::unregister);
    }

    @Activate
    void start() {
        presence.start();
    }

    @Modified
    void change(Settings settings) {
        preference = Preference.of(settings.preference());
        country = settings.country().strip();
        String address = address(settings.busAddress());
        if (address.equals(presence.address())) {
            presence.look();
        } else {
            presence.close();
            presence = presence(address);
            presence.start();
        }
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
