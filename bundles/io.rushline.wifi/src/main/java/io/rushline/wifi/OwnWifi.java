package io.rushline.wifi;

import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Connector;
import io.rushline.network.api.Hotspot;
import io.rushline.network.api.Link;
import io.rushline.network.api.Network;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Networks;
import io.rushline.network.api.Profile;
import io.rushline.network.api.Radios;
import io.rushline.network.api.Secret;
import io.rushline.network.api.Ssid;
import io.rushline.status.api.Warning;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The component: opens and closes the hotspot as a person, or {@link Policy}, says, and tells people that it is open. */
@Component(service = {Hotspot.class, OwnWifi.class}, immediate = true, configurationPid = "io.rushline.wifi")
@Designate(ocd = OwnWifi.Settings.class)
public final class OwnWifi implements Hotspot {

    /** Settings, as people see them. */
    @ObjectClassDefinition(name = "Hotspot", description = "This device's own Wi-Fi, for a set-up where there is no network")
    public @interface Settings {
        @AttributeDefinition(description = "When it opens by itself while there is no network: first-set-up: as long as the device is paired with no project or knows no "
                + "network; always-when-offline; never",
                options = {@Option("first-set-up"), @Option("always-when-offline"), @Option("never")})
        String auto() default "first-set-up";

        @AttributeDefinition(description = "Only after so long without a network")
        int afterSeconds() default 60;

        @AttributeDefinition(description = "Name of the Wi-Fi, at most 32 bytes; empty: Rushline- and the end of a radio's address")
        String name() default "";
    }

    private static final System.Logger LOG = System.getLogger(OwnWifi.class.getName());
    private static final String OPEN = "wifi.hotspot-open";
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(5);

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Radios radios;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Networks networks;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Network network;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Connector connector;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Vault vault;

    private final BundleContext bundle;
    private final Predicate<String> guests;
    private final String name;
    private final Policy policy;
    private final SecureRandom chance = new SecureRandom();
    private final Supplier<Duration> time;
    private final ScheduledThreadPoolExecutor worker = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "rushline-wifi");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Label label;

    // guarded by this
    private Optional<Warning> warnedOf = Optional.empty();
    private Optional<Warning> failure = Optional.empty();
    private ServiceRegistration<Warning> warning;

    @Activate
    public OwnWifi(BundleContext bundle, Settings settings) {
        this(bundle, settings, Guests::on, () -> Duration.ofNanos(System.nanoTime()));
    }

    /**
     * @param guests whether somebody is in the network of that link
     * @param time   since some moment
     */
    OwnWifi(BundleContext bundle, Settings settings, Predicate<String> guests, Supplier<Duration> time) {
        this.time = time;
        this.bundle = bundle;
        this.guests = guests;
        this.name = settings.name().strip();
        if (!name.isEmpty()) {
            Ssid.of(name); // refuses one that is too long
        }
        this.policy = new Policy(Policy.Auto.of(settings.auto()), Duration.ofSeconds(Math.max(0, settings.afterSeconds())));
    }

    @Activate
    void start() {
        worker.scheduleWithFixedDelay(this::guardedLook, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The hotspot stays as it is, for the successor. */
    @Deactivate
    void stop() {
        worker.execute(this::takeBack);
        worker.shutdown(); // a change of the network that is under way is not interrupted: nobody would know how it ended
    }

    /** Where only the settings have changed, the framework does not. */
    private synchronized void takeBack() {
        try {
            tell(Optional.empty());
        } catch (IllegalStateException stopped) {
            LOG.log(System.Logger.Level.DEBUG, "the warning went with the bundle", stopped);
        }
    }

    boolean alive() {
        return !worker.isShutdown();
    }

    private void guardedLook() {
        try {
            look();
        } catch (RuntimeException | LinkageError unforeseen) { // nobody else would tell of it, and the next look would be the last
            LOG.log(System.Logger.Level.ERROR, "whether the hotspot is wanted could not be told", unforeseen);
        }
    }

    synchronized void look() {
        Network now = network;
        if (now == null || radios == null) {
            return; // nobody knows what is up, or can change it
        }
        List<Link> links = now.status().links();
        if (label == null && links.stream().anyMatch(OwnWifi::isHotspot)) {
            takeOver();
        }
        boolean open = door().isPresent();
        boolean offline = links.stream().noneMatch(link -> link.up() && link.addresses().stream().anyMatch(address -> !address.isLinkLocalAddress()));
        boolean joining = links.stream().anyMatch(link -> link.kind() == Link.Kind.WIFI && link.state() == Link.State.CONNECTING);
        switch (policy.decide(new Policy.Now(open, offline, joining, this::notSetUp, this::unused), time.get())) {
            case OPEN -> openByItself();
            case CLOSE -> closeByItself(offline);
            case NOTHING -> { }
        }
        if (!offline) {
            failure = Optional.empty();
        }
        if (alive()) {
            tell(door().map(this::openNow).or(() -> failure));
        }
    }

    private static boolean isHotspot(Link link) {
        return link.state() == Link.State.HOTSPOT;
    }

    /** What the predecessor has opened; under another name, which was set meanwhile, it ends. */
    private void takeOver() {
        try {
            load();
            if (door().isEmpty()) {
                needRadios().close();
            }
        } catch (NetworkException away) {
            LOG.log(System.Logger.Level.DEBUG, "the hotspot that is open cannot be taken over now", away);
        }
    }

    private boolean notSetUp() {
        Connector who = connector;
        return who != null && (who.connection().state() == Connection.State.UNPAIRED || profiles().filter(known -> known.noneMatch(OwnWifi::wasMeant)).isPresent());
    }

    private boolean unused() {
        return profiles().filter(known -> known.anyMatch(profile -> profile.kind() == Link.Kind.WIFI && profile.autoJoin())).isPresent()
                && door().filter(open -> guests.test(open.link())).isEmpty();
    }

    /** Empty where nobody can tell now. */
    private Optional<Stream<Profile>> profiles() {
        Networks known = networks;
        try {
            return known == null ? Optional.empty() : Optional.of(known.profiles().stream());
        } catch (NetworkException away) {
            LOG.log(System.Logger.Level.DEBUG, "the known networks are not told now", away);
            return Optional.empty();
        }
    }

    /** NetworkManager makes up a profile for each cable, and notes when it was of use. */
    private static boolean wasMeant(Profile profile) {
        return profile.kind() != Link.Kind.ETHERNET || profile.lastUsed().isPresent();
    }

    private void openByItself() {
        try {
            open(false);
            LOG.log(System.Logger.Level.INFO, "There is no network: the hotspot " + label.name() + " is open.");
        } catch (NetworkException failed) {
            policy.failed(failed.code() == Code.BUSY ? SOON : AGAIN, time.get());
            LOG.log(System.Logger.Level.DEBUG, "the hotspot cannot be opened", failed);
            boolean told = failed.code() == Code.BUSY || failed.code() == Code.NO_RADIO; // a device without a radio misses nothing
            failure = told ? Optional.empty() : failure.or(() -> Optional.of(new Warning("wifi.hotspot-failed", Warning.Severity.WARNING,
                    "There is no network, and this device's own Wi-Fi cannot be opened: " + failed.getMessage(), failed.code().todo, Instant.now())));
        }
    }

    private void closeByItself(boolean offline) {
        try {
            needRadios().close();
            policy.closed(time.get());
            LOG.log(System.Logger.Level.INFO, offline ? "The hotspot is closed for a while, to hear whether a known network is there." : "There is a network: the hotspot is closed.");
        } catch (NetworkException failed) {
            LOG.log(System.Logger.Level.DEBUG, "the hotspot cannot be closed now; it is tried again", failed);
        }
    }

    @Override
    public synchronized Door open() throws NetworkException {
        Optional<Door> already = door();
        if (already.isPresent()) {
            policy.opened(true, time.get());
            return already.get();
        }
        return open(true);
    }

    private Door open(boolean byHand) throws NetworkException {
        Radios now = needRadios();
        Label shown = load();
        Link link = now.open(Ssid.of(shown.name()), new Secret(shown.password()));
        policy.opened(byHand, time.get());
        failure = Optional.empty();
        return door(link, shown).orElseThrow(() -> new NetworkException(Code.NO_ADDRESS));
    }

    @Override
    public synchronized void close() throws NetworkException {
        needRadios().close();
        policy.declined();
    }

    @Override
    public Optional<Door> door() {
        Network now = network;
        Label shown = label;
        return now == null || shown == null ? Optional.empty() : now.status().links().stream().filter(OwnWifi::isHotspot)
                .filter(link -> link.network().equals(Optional.of(shown.name()))).findFirst().flatMap(link -> door(link, shown));
    }

    private static Optional<Door> door(Link link, Label shown) {
        Optional<InetAddress> address = link.addresses().stream().filter(each -> !each.isLinkLocalAddress()).findFirst();
        return address.map(here -> new Door(link.name(), shown.name(), shown.password(), here, JoinText.of(shown.name(), shown.password())));
    }

    @Override
    public synchronized void setPassword(Secret password) throws NetworkException {
        if (!password.value().matches("[ -~]{8,63}")) {
            throw new NetworkException(Code.BAD_SETTINGS, "the password has " + password.value().length()
                    + " characters, or others than ASCII's; 8 to 63 of those are expected", null);
        }
        try {
            Label former = Label.load(needVault(), this::radioAddress, chance);
            Network now = network;
            if (now == null || radios == null) {
                throw new NetworkException(Code.UNAVAILABLE); // whether it is open, nobody knows
            }
            boolean open = now.status().links().stream().anyMatch(OwnWifi::isHotspot);
            keep(former.with(password.value()));
            if (open) {
                try {
                    needRadios().open(Ssid.of(label.name()), password);
                } catch (NetworkException failed) {
                    keep(former); // as it is still open
                    throw failed;
                }
            }
        } catch (VaultException failed) {
            throw unkept(failed);
        }
    }

    private void keep(Label changed) throws VaultException {
        changed.keep(needVault());
        label = shown(changed);
    }

    private Label load() throws NetworkException {
        if (label == null) {
            try {
                label = shown(Label.load(needVault(), this::radioAddress, chance));
            } catch (VaultException failed) {
                throw unkept(failed);
            }
        }
        return label;
    }

    /** The setting is the stronger name. */
    private Label shown(Label kept) {
        return name.isEmpty() ? kept : new Label(name, kept.password());
    }

    private Optional<String> radioAddress() {
        Network now = network;
        return now == null ? Optional.empty() : now.status().links().stream().filter(link -> link.kind() == Link.Kind.WIFI).flatMap(link -> link.hardwareAddress().stream()).findFirst();
    }

    private Radios needRadios() throws NetworkException {
        Radios now = radios;
        if (now == null) {
            throw new NetworkException(Code.UNAVAILABLE);
        }
        return now;
    }

    private Vault needVault() throws VaultException {
        Vault now = vault;
        if (now == null) {
            throw new VaultException(VaultException.Code.UNAVAILABLE, "the vault is not there, or is being replaced", null);
        }
        return now;
    }

    private static NetworkException unkept(VaultException failed) {
        return new NetworkException(Code.FAILED, "the password of the hotspot: " + failed.getMessage() + " " + failed.code().todo, failed);
    }

    private Warning openNow(Door door) {
        String why = policy.byHand() ? "somebody has opened it." : "there is no network.";
        return new Warning(OPEN, Warning.Severity.WARNING, "This device's own Wi-Fi, " + door.ssid() + ", is open: " + why,
                policy.byHand() ? "Close it under Networks when it is not needed any more." : "Join it, open this console at " + door.address().getHostAddress()
                        + " and choose a network there; Networks shows its password and QR codes. It closes by itself when there is a network.", since());
    }

    private Instant since() {
        return warnedOf.filter(told -> told.code().equals(OPEN)).map(Warning::since).orElseGet(Instant::now);
    }

    private void tell(Optional<Warning> now) {
        if (now.equals(warnedOf)) {
            return;
        }
        warnedOf = now;
        Stream.ofNullable(warning).forEach(ServiceRegistration::unregister);
        warning = now.map(what -> bundle.registerService(Warning.class, what, null)).orElse(null);
    }
}
