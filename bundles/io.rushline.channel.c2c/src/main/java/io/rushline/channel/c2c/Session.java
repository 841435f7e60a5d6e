package io.rushline.channel.c2c;

import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudSocket;
import io.rushline.channel.c2c.Phoenix.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One socket from its opening to its end: joins the device's topic, beats, and passes on what concerns us. Its fields belong to the channel's
 * own thread unless they say otherwise; what comes in is sorted on the client's thread, so that a flood of messages stays there.
 */
final class Session implements CloudSocket.Listener {

    /** Told on the channel's own thread, but for {@link #heard}. */
    interface Owner {
        /** The cloud lets us listen. */
        void joined(Session session);

        /** It has also answered a heartbeat: this one is good. */
        void proven();

        /** Something has changed in the cloud. */
        void hint();

        /** It is of no use any more; told once. */
        void over(Session session, String why);

        /** Something came in; any thread. */
        void heard();
    }

    private static final Duration JOIN_ANSWER = Duration.ofSeconds(15);
    private static final Duration PROBE_ANSWER = Duration.ofSeconds(10);
    private static final String JOIN_REF = "1";
    private static final Set<String> NEWS = Set.of("status_updated");

    private final String topic;
    private final Duration interval;
    private final Owner owner;
    private final ScheduledExecutorService own;
    private final Executor calls;
    private final AtomicBoolean hinted = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    private CloudSocket socket; // guarded by this; null until it is open
    private boolean closed;     // guarded by this
    private volatile String beatRef = ""; // of the heartbeat that waits for its answer; empty: none does
    private long refs = 1;
    private boolean joined;
    private boolean over;
    private Future<?> timer;

    Session(String topic, Duration interval, Owner owner, ScheduledExecutorService own, Executor calls) {
        this.topic = topic;
        this.interval = interval;
        this.owner = owner;
        this.own = own;
        this.calls = calls;
    }

    /** The socket is open; any thread. Closed at once where nobody wants it any more. */
    void attach(CloudSocket open) {
        synchronized (this) {
            if (!closed) {
                socket = open;
                return;
            }
        }
        open.close();
    }

    void join() {
        send(Phoenix.join(topic, JOIN_REF));
        after(JOIN_ANSWER, () -> over("The cloud did not answer on the live socket."));
    }

    /** Something in the network changed: finds out soon whether this still lives. */
    void probe() {
        if (joined && !over && beatRef.isEmpty()) {
            beat(PROBE_ANSWER);
        }
    }

    /** Nothing is heard of it afterwards; any thread. */
    void close() {
        CloudSocket open;
        synchronized (this) {
            closed = true;
            open = socket;
            socket = null;
        }
        if (open != null) {
            open.close();
        }
    }

    /** As {@link #close}, without waiting for it. */
    void abandon() {
        over = true;
        cancel();
        calls.execute(this::close);
    }

    @Override
    public void received(String text) {
        owner.heard();
        Optional<Message> message = Phoenix.read(text);
        if (message.isEmpty()) {
            end("The cloud sent something on the live socket that is no message.");
            return;
        }
        Message it = message.get();
        if (it.topic().equals(Phoenix.PHOENIX) && it.event().equals(Phoenix.REPLY) && it.ref().equals(beatRef)) {
            beatRef = "";
            own.execute(this::answered);
        } else if (it.topic().equals(topic)) {
            concerning(it);
        }
    }

    private void concerning(Message it) {
        if (it.event().equals(Phoenix.REPLY) && it.ref().equals(JOIN_REF)) {
            if (it.ok()) {
                own.execute(this::letIn);
            } else {
                end("The cloud does not let this device listen on the live socket" + (it.reason().isEmpty() ? "." : " (" + it.reason() + ")."));
            }
        } else if (it.event().equals("phx_error") || it.event().equals("phx_close")) {
            end("The cloud ended the live socket.");
        } else if (NEWS.contains(it.event()) && !hinted.getAndSet(true)) {
            own.execute(() -> {
                hinted.set(false);
                if (!over) {
                    owner.hint();
                }
            });
        }
    }

    @Override
    public void ended(CloudException why) {
        end(why.getMessage());
    }

    private void answered() {
        if (!over) {
            owner.proven();
        }
    }

    private void letIn() {
        if (!joined && !over) {
            joined = true;
            owner.joined(this);
            after(interval, () -> beat(interval));
        }
    }

    private void beat(Duration answerWithin) {
        if (!beatRef.isEmpty()) {
            over("The live socket went silent.");
            return;
        }
        beatRef = Long.toString(++refs);
        send(Phoenix.heartbeat(beatRef));
        after(answerWithin, () -> beat(interval));
    }

    private void send(String text) {
        calls.execute(() -> {
            CloudSocket open;
            synchronized (this) {
                open = socket;
            }
            if (open != null) {
                try {
                    open.send(text);
                } catch (CloudException broken) {
                    end(broken.getMessage());
                }
            }
        });
    }

    /** From any thread, however often. */
    private void end(String why) {
        if (!ended.getAndSet(true)) {
            own.execute(() -> over(why));
        }
    }

    private void over(String why) {
        if (!over) {
            abandon();
            owner.over(this, why);
        }
    }

    private void after(Duration wait, Runnable work) {
        cancel();
        timer = own.schedule(work, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
