package io.rushline.network.jvm;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.Network;
import io.rushline.network.api.NetworkListener;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.NetworkStatus.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
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

/** The component: gives the watch its threads, its cloud and its listeners. Changes nothing on the machine. */
@Component(service = Network.class, immediate = true, configurationPid = "io.rushline.network.jvm")
@Designate(ocd = JvmNetwork.Settings.class)
public final class JvmNetwork implements Network {

    /** Settings, as people see them. */
    @ObjectClassDefinition(name = "Network (read only)", description = "Shows the links of a machine without NetworkManager")
    public @interface Settings {
        @AttributeDefinition(description = "Seconds between two looks at the links")
        int pollSeconds() default 5;
    }

    private static final System.Logger LOG = System.getLogger(JvmNetwork.class.getName());

    private static final Duration SLACK = Duration.ofSeconds(15);

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<NetworkListener> listeners = List.of();

    private volatile CloudClient cloud;

    private final ScheduledThreadPoolExecutor looking = thread("rushline-network");
    private final ScheduledThreadPoolExecutor asking = thread("rushline-network-ask");
    private final Watch watch;
    private final Watch.Reader links;
    private final Duration poll;
    /** When the links were last looked at. */
    private volatile long lookedAt = System.nanoTime();

    @Activate
    public JvmNetwork(Settings settings) {
        this(settings, new Links(Path.of("/sys/class/net"))::read);
    }

    JvmNetwork(Settings settings, Watch.Reader links) {
        if (settings.pollSeconds() < 1) {
            throw new IllegalArgumentException("pollSeconds must be 1 or more, but is " + settings.pollSeconds());
        }
        this.links = links;
        this.poll = Duration.ofSeconds(settings.pollSeconds());
        this.watch = new Watch(this::look, this::call, asking,
                (delay, work) -> {
                    var order = looking.schedule(() -> guarded(work), delay.toMillis(), TimeUnit.MILLISECONDS);
                    return () -> order.cancel(false);
                }, Clock.systemUTC(), poll, this::tell);
    }

    @Activate
    void start() {
        watch.start();
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

    private List<Link> look() throws IOException {
        try {
            List<Link> read = links.read();
            lookedAt = System.nanoTime();
            return read;
        } catch (IOException unreadable) { // a look all the same
            lookedAt = System.nanoTime();
            throw unreadable;
        }
    }

    Result health() {
        return health(System.nanoTime());
    }

    Result health(long now) {
        boolean stuck = now - lookedAt > poll.multipliedBy(3).plus(SLACK).toNanos();
        return stuck ? new Result(Status.CRITICAL, "The links are not looked at any more.") : new Result(Status.OK, "The links are looked at.");
    }

    private Answer call(Call call) throws CloudException {
        CloudClient now = cloud;
        if (now == null) {
            throw new CloudException(CloudException.Code.UNREACHABLE, "this appliance has no way to the cloud right now", null);
        }
        return now.call(call);
    }

    private void tell(NetworkStatus status) {
        for (NetworkListener listener : listeners) {
            try {
                listener.networkChanged(status);
            } catch (RuntimeException | LinkageError bad) {
                LOG.log(System.Logger.Level.ERROR, "A listener failed: " + listener.getClass().getName(), bad);
            }
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable unforeseen) { // also an Error, which nobody else would tell of
            LOG.log(System.Logger.Level.ERROR, "something went wrong that was not foreseen", unforeseen);
        }
    }

    private static ScheduledThreadPoolExecutor thread(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy()); // what comes after the stop is of no use
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }
}
