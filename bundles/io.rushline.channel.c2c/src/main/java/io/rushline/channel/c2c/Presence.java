package io.rushline.channel.c2c;

import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.AuthException;
import io.rushline.auth.api.Connection;
import io.rushline.channel.api.LiveStatus;
import io.rushline.channel.api.LiveStatus.State;
import io.rushline.cloud.api.CloudException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Decides when a socket is opened, renewed and given up for the older heartbeat call. Belongs to the channel's own thread, but for
 * {@link #status} and {@link #stop}.
 */
final class Presence implements Session.Owner {

    private static final System.Logger LOG = System.getLogger(Presence.class.getName());
    static final String SOCKET = "/devices/websocket";
    private static final int FEW = 4; // failures in a row after which the socket is taken for one that cannot be had
    private static final Duration LEGACY_RETRY = Duration.ofMinutes(2); // at least, and twice that at most
    private static final Duration APART = Duration.ofSeconds(1); // between two openings, whatever happens
    private static final Duration RENEW_LEAST = Duration.ofSeconds(30);
    private static final Duration RENEW_MOST = Duration.ofDays(1);
    private static final Duration RENEW_EARLY = Duration.ofMinutes(5);

    private final Cloud cloud;
    private final Duration interval;
    private final ScheduledExecutorService own;
    private final ExecutorService calls;
    private final Time time;
    private final Consumer<LiveStatus> tell;
    private final Legacy legacy;

    private String topic = ""; // empty: there is nothing to join
    private volatile Session session; // null: none is open or being opened
    private Future<?> opening;
    private String bearer = "";
    private long openedAt;
    private boolean everOpened;
    private int failures;
    private Future<?> retry;
    private Future<?> renewal;
    private volatile Instant heardAt;
    private volatile LiveStatus status;

    /** @param tell told of each other state, on the channel's own thread */
    Presence(Cloud cloud, Duration interval, Duration legacyInterval, ScheduledExecutorService own, ExecutorService calls, Time time,
            Consumer<LiveStatus> tell) {
        this.cloud = cloud;
        this.interval = interval;
        this.own = own;
        this.calls = calls;
        this.time = time;
        this.tell = tell;
        this.legacy = new Legacy(cloud, legacyInterval, this::apiAnswered, own, calls, time);
        this.status = new LiveStatus(State.OFF, Optional.of("The device is not paired with a project."), time.clock().instant(), Optional.empty());
    }

    LiveStatus status() {
        LiveStatus now = status;
        return new LiveStatus(now.state(), now.why(), now.since(), Optional.ofNullable(heardAt));
    }

    /** Who we are now, or that we are nobody. */
    void connection(Connection connection) {
        if (connection.state() != Connection.State.CONNECTED) {
            off(State.OFF, connection.state() == Connection.State.EXPIRED ? "The connection to the project has ended: pair the device again."
                    : "The device is not paired with a project.");
        } else if (connection.deviceId().isEmpty()) {
            off(State.CONNECTING, "The cloud has not said yet who this device is.");
        } else if (!topic.equals("devices:" + connection.deviceId().get())) {
            leave();
            topic = "devices:" + connection.deviceId().get();
            failures = 0;
            show(State.CONNECTING, "The live socket is being opened.");
            openSoon(Duration.ZERO);
        }
    }

    /** The network or the way to the cloud is another one: what failed may work now, and what works may be dead. */
    void networkChanged() {
        if (topic.isEmpty()) {
            return;
        }
        if (session == null) {
            openSoon(Duration.ZERO);
        } else if (opening != null) {
            leaveSession();
            openSoon(Duration.ZERO);
        } else {
            session.probe();
        }
    }

    /** Closes what is open and cuts an opening under way; once the channel's own thread has ended. */
    void stop() {
        leaveSession();
    }

    private void off(State state, String why) {
        leave();
        topic = "";
        show(state, why);
    }

    private void leave() {
        leaveSession();
        legacy.stop();
        cancel(retry);
    }

    private void leaveSession() {
        cancel(renewal);
        if (opening != null) {
            opening.cancel(true);
            opening = null;
        }
        if (session != null) {
            session.abandon();
            session = null;
        }
    }

    private void openSoon(Duration wait) {
        cancel(retry);
        Duration rest = everOpened ? APART.minusNanos(Math.min(APART.toNanos(), now() - openedAt)) : Duration.ZERO;
        retry = own.schedule(this::openNow, Math.max(wait.toMillis(), rest.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void openNow() {
        everOpened = true;
        openedAt = now();
        Session next = new Session(topic, interval, this, own, calls);
        session = next;
        opening = calls.submit(() -> open(next));
    }

    /** On a thread for calls. */
    private void open(Session next) {
        try {
            AccessToken token = cloud.token();
            next.attach(cloud.open(SOCKET, token.value(), next));
            own.execute(() -> opened(next, token));
        } catch (CloudException away) {
            own.execute(() -> failed(next, away.getMessage(), away.code() == CloudException.Code.BAD_ANSWER));
        } catch (AuthException no) {
            own.execute(() -> failed(next, no.getMessage(), false));
        } catch (RuntimeException | LinkageError unforeseen) {
            LOG.log(System.Logger.Level.ERROR, "opening the live socket failed in an unforeseen way", unforeseen);
            own.execute(() -> failed(next, "Something went wrong that was not foreseen; the log says what.", false));
        }
    }

    private void opened(Session next, AccessToken token) {
        if (next != session) {
            next.abandon();
            return;
        }
        opening = null;
        bearer = token.value();
        next.join();
        Duration left = Duration.between(time.clock().instant(), token.expiresAt());
        Duration tenth = left.dividedBy(10);
        renewIn(left.minus(tenth.compareTo(RENEW_EARLY) < 0 ? tenth : RENEW_EARLY));
    }

    private void renewIn(Duration wait) {
        Duration bounded = wait.compareTo(RENEW_LEAST) < 0 ? RENEW_LEAST : wait.compareTo(RENEW_MOST) > 0 ? RENEW_MOST : wait;
        cancel(renewal);
        renewal = own.schedule(this::renew, bounded.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The token this was opened with is about to end: a new socket as soon as there is a new token, and not before. */
    private void renew() {
        Session with = session;
        calls.execute(() -> {
            String fresh = freshToken();
            own.execute(() -> {
                if (with == null || with != session) {
                    return;
                }
                if (fresh.equals(bearer)) {
                    renewIn(RENEW_LEAST);
                } else {
                    leaveSession();
                    show(State.CONNECTING, "The live socket is being renewed.");
                    openSoon(Duration.ZERO);
                }
            });
        });
    }

    private String freshToken() {
        try {
            return cloud.token().value();
        } catch (CloudException | AuthException none) {
            LOG.log(System.Logger.Level.DEBUG, "no new token for the live socket yet", none);
            return bearer;
        } catch (RuntimeException | LinkageError unforeseen) {
            LOG.log(System.Logger.Level.ERROR, "asking for a new token for the live socket failed in an unforeseen way", unforeseen);
            return bearer;
        }
    }

    /** @param refused the cloud answered, but with no socket: its reason may be the token, which looking renews */
    private void failed(Session which, String why, boolean refused) {
        if (which == session) {
            over(which, why);
            if (refused) {
                cloud.look();
            }
        }
    }

    @Override
    public void over(Session which, String why) {
        if (which != session) {
            return;
        }
        LOG.log(System.Logger.Level.DEBUG, "the live socket ended: {0}", why);
        leaveSession();
        failures++;
        if (failures >= FEW) {
            legacy.start();
        }
        if (status.state() == State.LEGACY) {
            show(State.LEGACY, withoutSocket(why));
            openSoon(time.about(LEGACY_RETRY));
        } else {
            show(State.CONNECTING, why);
            openSoon(time.backoff(failures));
        }
    }

    private void apiAnswered(boolean answered) {
        if (answered && status.state() == State.CONNECTING && failures >= FEW) {
            show(State.LEGACY, withoutSocket(status.why().orElse("")));
        } else if (!answered && status.state() == State.LEGACY) {
            show(State.CONNECTING, "The cloud does not answer.");
            if (session == null) { // else one is being opened, and its end is followed by the next
                openSoon(time.backoff(failures));
            }
        }
    }

    private static String withoutSocket(String why) {
        return "No live socket can be had here, so that pauses are seen up to some minutes later. Uploads go on. " + why;
    }

    @Override
    public void joined(Session which) {
        if (which == session) {
            legacy.stop();
            show(State.LIVE, "");
            cloud.look(); // what happened while nobody listened
        }
    }

    @Override
    public void proven() {
        failures = 0;
    }

    @Override
    public void hint() {
        cloud.look();
    }

    @Override
    public void heard() {
        heardAt = time.clock().instant();
    }

    private void show(State state, String why) {
        LiveStatus before = status;
        Optional<String> reason = Optional.of(why).filter(some -> !some.isEmpty());
        if (before.state() == state && before.why().equals(reason)) {
            return;
        }
        status = new LiveStatus(state, reason, before.state() == state ? before.since() : time.clock().instant(), Optional.empty());
        tell.accept(status());
    }

    private long now() {
        return time.nanos().getAsLong();
    }

    private static void cancel(Future<?> work) {
        if (work != null) {
            work.cancel(false);
        }
    }
}
