package io.rushline.channel.c2c;

import io.rushline.auth.api.AuthException;
import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Shows the device to the cloud by the older heartbeat call while no socket can be had, and has the connector look for news as often (protocol
 * section 4). Belongs to the channel's own thread.
 */
final class Legacy {

    private static final System.Logger LOG = System.getLogger(Legacy.class.getName());
    private static final String PATH = "/v2/devices/heartbeat";
    private static final Duration APART = Duration.ofSeconds(61); // the cloud wants 60 s between two, and clocks differ

    private final Cloud cloud;
    private final Duration interval;
    private final Consumer<Boolean> answers;
    private final ScheduledExecutorService own;
    private final Executor calls;
    private final Time time;

    private boolean running;
    private boolean everBeaten;
    private long beatenAt;
    private Future<?> timer;

    /** @param answers told on the channel's own thread after each heartbeat whether the cloud's API answered */
    Legacy(Cloud cloud, Duration interval, Consumer<Boolean> answers, ScheduledExecutorService own, Executor calls, Time time) {
        this.cloud = cloud;
        this.interval = interval;
        this.answers = answers;
        this.own = own;
        this.calls = calls;
        this.time = time;
    }

    /** Begins, unless it has already; the first heartbeat goes out as soon as the last one is long enough ago. */
    void start() {
        if (!running) {
            running = true;
            long ago = time.nanos().getAsLong() - beatenAt;
            again(everBeaten ? APART.minusNanos(Math.min(ago, APART.toNanos())) : Duration.ZERO);
        }
    }

    void stop() {
        running = false;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void again(Duration wait) {
        timer = own.schedule(this::beat, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        everBeaten = true;
        beatenAt = time.nanos().getAsLong();
        again(interval);
        calls.execute(() -> {
            boolean answered = call();
            own.execute(() -> told(answered));
        });
    }

    private void told(boolean answered) {
        if (running) {
            answers.accept(answered);
            cloud.look(); // also where the token was refused: looking renews it
        }
    }

    private boolean call() {
        try {
            Answer answer = cloud.call(new Call("POST", PATH, Optional.of(cloud.token().value()), new Call.Body.None()));
            return answer.status() >= 200 && answer.status() < 500 && answer.status() != 408;
        } catch (CloudException | AuthException away) {
            LOG.log(System.Logger.Level.DEBUG, "a heartbeat did not get through", away);
            return false;
        } catch (RuntimeException | LinkageError unforeseen) {
            LOG.log(System.Logger.Level.ERROR, "a heartbeat failed in an unforeseen way", unforeseen);
            return false;
        }
    }
}
