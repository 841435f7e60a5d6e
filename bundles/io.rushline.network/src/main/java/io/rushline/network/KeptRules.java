package io.rushline.network;

import io.rushline.network.api.Link;
import io.rushline.network.api.LinkListener;
import io.rushline.network.api.LinkRule;
import io.rushline.network.api.LinkRules;
import io.rushline.network.api.LinkSource;
import io.rushline.status.api.Warning;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The component: gives the ledger its thread, its links and its place on the disk. */
@Component(service = {LinkRules.class, LinkListener.class, KeptRules.class}, immediate = true)
public final class KeptRules implements LinkRules, LinkListener, Wishes {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor counting = Threads.one("rushline-network-count");
    private final Ledger ledger;

    private volatile LinkSource source;
    /** While a source is replaced, what the last one said. */
    private volatile List<Link> links = List.of();

    @Activate
    public KeptRules(BundleContext bundle) {
        Path home = Path.of(Optional.ofNullable(bundle.getProperty("rushline.home"))
                .orElseThrow(() -> new IllegalStateException("The framework property rushline.home is not set"))).toAbsolutePath();
        ledger = new Ledger(home.resolve("network"), Counters.system(), System::nanoTime, (code, what, todo) -> bundle.registerService(Warning.class,
                new Warning(code, Warning.Severity.WARNING, what, todo, Clock.systemUTC().instant()), null)); // the framework takes it back at the stop
    }

    @Activate
    void start() {
        counting.scheduleWithFixedDelay(this::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void stop() {
        counting.shutdownNow();
        ledger.look(links());
        ledger.save();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindSource(LinkSource best) {
        source = best;
        linksChanged();
    }

    void unbindSource(LinkSource going) {
        if (source == going) {
            source = null;
        }
    }

    @Override
    public void linksChanged() {
        counting.execute(this::look);
    }

    /** The cloud has told the time. */
    void told(Instant time) {
        counting.execute(() -> {
            look();
            ledger.month(time.atZone(ZoneId.systemDefault()));
        });
    }

    /** @param listener called when other links may carry clips than before, on any thread */
    void whenChanged(Runnable listener) {
        ledger.whenChanged(listener);
    }

    @Override
    public boolean restrict() {
        return ledger.restrict();
    }

    @Override
    public LinkRule rule(Link link) {
        return ledger.rule(link);
    }

    @Override
    public boolean usedUp(Link link) {
        return ledger.usedUp(link);
    }

    @Override
    public String network(Link link) {
        return ledger.network(link);
    }

    @Override
    public Map<String, LinkRule> rules() {
        return ledger.rules();
    }

    @Override
    public void set(String network, LinkRule rule) {
        ledger.set(network, Optional.of(rule));
    }

    @Override
    public void clear(String network) {
        ledger.set(network, Optional.empty());
    }

    @Override
    public Map<String, Long> carriedBytes() {
        return ledger.carriedBytes();
    }

    private void look() {
        Threads.guarded(() -> ledger.look(links())); // or nothing would be counted from then on
    }

    private List<Link> links() {
        LinkSource now = source;
        if (now != null) {
            links = now.links();
        }
        return links;
    }
}
