package io.rushline.channel.c2c;

import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.AuthException;
import io.rushline.auth.api.Connection;
import io.rushline.auth.api.ConnectionListener;
import io.rushline.auth.api.Connector;
import io.rushline.auth.api.Pairing;
import io.rushline.channel.api.LiveChannel;
import io.rushline.channel.api.LiveListener;
import io.rushline.channel.api.LiveStatus;
import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudSocket;
import io.rushline.network.api.NetworkListener;
import io.rushline.network.api.NetworkStatus;
import io.rushline.queue.api.UploadQueue;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

/** The component: gives the live channel its threads, time and services, each of which may come and go. */
@Component(service = {LiveChannel.class, ConnectionListener.class, NetworkListener.class}, immediate = true,
        configurationPid = "io.rushline.channel.c2c")
@Designate(ocd = C2cChannel.Settings.class)
public final class C2cChannel implements LiveChannel, ConnectionListener, NetworkListener {

    /** Settings, as people see them. */
    @ObjectClassDefinition(name = "Live channel", description = "How the device stays in touch with the cloud; uploads do not depend on it")
    public @interface Settings {
        @AttributeDefinition(description = "Seconds between two heartbeats on the live socket, 15 to 30: the cloud drops one that is silent for 60 s")
        int heartbeatSeconds() default 25;

        @AttributeDefinition(description = "Where no live socket can be had: seconds between two of the older heartbeat calls, 60 to 300")
        int legacyHeartbeatSeconds() default 120;
    }

    private static final System.Logger LOG = System.getLogger(C2cChannel.class.getName());
    private static final int CALLS = 3; // an opening that hangs must hold up neither heartbeats nor pauses

    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);
    private static final long GRACE_SECONDS = 2;

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<LiveListener> listeners = List.of();

    private volatile Connector connector;
    private volatile CloudClient cloud;

    private final ScheduledThreadPoolExecutor own = threads("rushline-channel", 1);
    private final ScheduledThreadPoolExecutor calls = threads("rushline-channel-call", CALLS);
    private final Presence presence;
    /** When the own thread was last seen to work. */
    private volatile long beatAt = System.nanoTime();
    private final Pauses pauses;

    @Activate
    public C2cChannel(Settings settings) {
        Duration interval = seconds("heartbeatSeconds", settings.heartbeatSeconds(), 15, 30);
        Duration legacyInterval = seconds("legacyHeartbeatSeconds", settings.legacyHeartbeatSeconds(), 60, 300);
        Time time = new Time(Clock.systemUTC(), System::nanoTime, new SecureRandom());
        this.presence = new Presence(new Services(), interval, legacyInterval, own, calls, time, this::tell);
        this.pauses = new Pauses(own, calls);
        own.scheduleWithFixedDelay(this::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        beatAt = System.nanoTime();
        own.execute(this::lookAgain); // by itself, since what throws is not repeated
    }

    /** What changed between the connector's coming and its knowing of this listener is told to nobody. */
    private void lookAgain() {
        Connector now = connector;
        if (now != null) {
            presence.connection(now.connection());
        }
    }

    private static Duration seconds(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", but is " + value);
        }
        return Duration.ofSeconds(value);
    }

    @Deactivate
    void stop() {
        end(own);
        presence.stop();
        end(calls);
    }

    /** What waits to be done at once is done; no interrupt, which would hit the queue's database. */
    private static void end(ScheduledThreadPoolExecutor threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "A call did not end in time; it ends by itself.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public LiveStatus status() {
        return presence.status();
    }

    @Override
    public void connectionChanged(Connection connection, Pairing pairing) {
        own.execute(() -> {
            presence.connection(connection);
            pauses.seen(connection);
        });
    }

    @Override
    public void networkChanged(NetworkStatus status) {
        own.execute(presence::networkChanged);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindConnector(Connector now) {
        connector = now;
        connectionChanged(now.connection(), now.pairing());
    }

    void unbindConnector(Connector gone) {
        if (connector == gone) {
            connector = null;
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindCloud(CloudClient now) {
        cloud = now;
        own.execute(presence::networkChanged);
    }

    void unbindCloud(CloudClient gone) {
        if (cloud == gone) {
            cloud = null;
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindQueue(UploadQueue now) {
        own.execute(() -> pauses.queue(now));
    }

    void unbindQueue(UploadQueue gone) {
        own.execute(() -> pauses.queueGone(gone));
    }

    Result health() {
        return health(System.nanoTime());
    }

    Result health(long now) {
        boolean stuck = now - beatAt > LONGEST_SILENCE.toNanos();
        return stuck ? new Result(Status.CRITICAL, "Its thread has not worked for " + LONGEST_SILENCE.toSeconds() + " s.")
                : new Result(Status.OK, "Its thread works.");
    }

    private void tell(LiveStatus status) {
        for (LiveListener listener : listeners) {
            try {
                listener.liveChanged(status);
            } catch (RuntimeException | LinkageError bad) {
                LOG.log(System.Logger.Level.ERROR, "A listener failed: " + listener.getClass().getName(), bad);
            }
        }
    }

    /** Connector and client as they are at this moment. */
    private final class Services implements Cloud {

        @Override
        public AccessToken token() throws AuthException, CloudException {
            return there(connector).token();
        }

        @Override
        public CloudSocket open(String path, String bearer, CloudSocket.Listener listener) throws CloudException {
            return there(cloud).open(path, bearer, listener);
        }

        @Override
        public Answer call(Call call) throws CloudException {
            return there(cloud).call(call);
        }

        @Override
        public void look() {
            Connector now = connector;
            if (now != null) {
                now.look();
            }
        }

        private static <T> T there(T service) throws CloudException {
            if (service == null) {
                throw new CloudException(CloudException.Code.UNREACHABLE, "this appliance has no way to the cloud right now", null);
            }
            return service;
        }
    }

    private static ScheduledThreadPoolExecutor threads(String name, int count) {
        AtomicInteger made = new AtomicInteger();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(count, work -> {
            Thread thread = new Thread(work, count == 1 ? name : name + "-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy()) { // what comes after the stop is of no use
            @Override
            protected void afterExecute(Runnable work, Throwable thrown) {
                super.afterExecute(work, thrown);
                tellFailure(work);
            }
        };
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    private static void tellFailure(Runnable work) {
        if (work instanceof Future<?> done && done.isDone() && !done.isCancelled()) {
            try {
                done.get();
            } catch (ExecutionException failed) {
                LOG.log(System.Logger.Level.ERROR, "something went wrong that was not foreseen", failed.getCause());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
