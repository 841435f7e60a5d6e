package io.rushline.network;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.Link;
import io.rushline.network.api.LinkListener;
import io.rushline.network.api.LinkSource;
import io.rushline.network.api.Network;
import io.rushline.network.api.NetworkCheck;
import io.rushline.network.api.NetworkListener;
import io.rushline.network.api.NetworkStatus;
import io.rushline.status.api.Warning;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The component: gives the watch its threads, its links, its cloud and its listeners. */
@Component(service = {Network.class, NetworkCheck.class, LinkListener.class, WatchedNetwork.class}, immediate = true)
public final class WatchedNetwork implements Network, NetworkCheck, LinkListener {

    private static final System.Logger LOG = System.getLogger(WatchedNetwork.class.getName());

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<NetworkListener> listeners = List.of();

    private volatile LinkSource source;
    private volatile CloudClient cloud;

    private final ScheduledThreadPoolExecutor looking = Threads.one("rushline-network");
    private final ScheduledThreadPoolExecutor asking = Threads.one("rushline-network-ask");
    private final Diagnosis diagnosis = new Diagnosis(this::links, this::host, Diagnosis.Outside.REAL);
    private final Question question = new Question(this::call, diagnosis::of, Clock.systemUTC(), System::nanoTime);
    private final NetworkCheck check = new Check(this::links, this::host, Diagnosis.Outside.REAL.names(), diagnosis, question);
    private final Watch watch;

    private final BundleContext bundle;
    private final KeptRules rules;
    /** Of the watch's thread. */
    private Optional<String> warnedOf = Optional.empty();
    private ServiceRegistration<Warning> warning;

    @Activate
    public WatchedNetwork(BundleContext bundle, @Reference KeptRules rules) {
        this.bundle = bundle;
        this.rules = rules;
        watch = new Watch(this::links, now -> Carriers.of(now, rules), question, asking, (delay, work) -> {
            var order = looking.schedule(() -> Threads.guarded(work), delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> order.cancel(false);
        }, Clock.systemUTC(), System::nanoTime, this::tell);
    }

    @Activate
    void start() {
        rules.whenChanged(watch::lookSoon);
        looking.execute(() -> Threads.guarded(watch::lookAtClock));
        watch.lookSoon();
        watch.askSoon();
    }

    @Deactivate
    void stop() {
        looking.shutdownNow();
        asking.shutdownNow();
    }

    @Override
    public NetworkStatus status() {
        return watch.status();
    }

    @Override
    public List<Finding> run() {
        return check.run();
    }

    @Override
    public void linksChanged() {
        watch.lookSoon();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindSource(LinkSource best) {
        source = best;
        watch.lookSoon();
    }

    void unbindSource(LinkSource going) {
        if (source == going) { // its successor tells of its own
            source = null;
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindCloud(CloudClient client) {
        cloud = client;
        watch.askSoon();
    }

    void unbindCloud(CloudClient client) {
        if (cloud == client) {
            cloud = null;
        }
    }

    Result health() {
        boolean ended = looking.isShutdown() || asking.isShutdown();
        return ended ? new Result(Status.CRITICAL, "The network is not watched any more.") : new Result(Status.OK, "The network is watched.");
    }

    /** While a source is replaced, what the last one said. */
    private List<Link> links() {
        LinkSource now = source;
        return now == null ? watch.status().links() : now.links();
    }

    private Optional<String> host() {
        return Optional.ofNullable(cloud).map(client -> client.base().getHost());
    }

    private Answer call(Call call) throws CloudException {
        CloudClient now = cloud;
        if (now == null) {
            throw new CloudException(CloudException.Code.UNREACHABLE, "this appliance has no way to the cloud right now", null);
        }
        Answer answer = now.call(call);
        answer.header("date").flatMap(Question::time).ifPresent(rules::told);
        return answer;
    }

    private void tell(NetworkStatus status) {
        warn(status.clockAhead().filter(ahead -> ahead.abs().compareTo(Check.TOLERANCE) > 0).map(Check::wrong));
        for (NetworkListener listener : listeners) {
            try {
                listener.networkChanged(status);
            } catch (RuntimeException | LinkageError bad) {
                LOG.log(System.Logger.Level.ERROR, "A listener failed: " + listener.getClass().getName(), bad);
            }
        }
    }

    /** On the watch's thread. A stop lets the framework take the warning back. */
    private void warn(Optional<String> wrong) {
        if (wrong.equals(warnedOf)) {
            return;
        }
        warnedOf = wrong;
        if (warning != null) {
            warning.unregister();
            warning = null;
        }
        if (wrong.isPresent()) {
            warning = bundle.registerService(Warning.class, new Warning("network.clock-wrong", Warning.Severity.WARNING, wrong.get()
                    + " Clips made meanwhile carry wrong times.", "Set date and time, or let the device reach a time server (NTP).", Clock.systemUTC().instant()), null);
        }
    }
}
