package io.rushline.auth.c2c;

import io.rushline.auth.api.Pairing;
import io.rushline.auth.api.Pairing.Step;
import io.rushline.auth.c2c.DeviceGrant.Code;
import io.rushline.auth.c2c.DeviceGrant.Poll;
import io.rushline.cloud.api.CloudException;
import io.rushline.vault.api.VaultException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One pairing: asks for a code, polls until somebody has typed it, asks for another when it dies (protocol section 2). One step at a time on
 * the executor; {@link #cancel} may come at any moment and from any thread.
 */
final class PairingSession {

    /** Where it leads. */
    interface Outcome {
        void step(Pairing now);

        /** Keeps the tokens; what throws has kept nothing. */
        void paired(Tokens tokens) throws VaultException;

        /** Granted after somebody had cancelled. */
        void unwanted(Tokens tokens);
    }

    private interface CloudCall<T> {
        T get() throws CloudException, Refusal;
    }

    private static final System.Logger LOG = System.getLogger(PairingSession.class.getName());
    static final String UNFORESEEN = "Something went wrong that was not foreseen; the log says what.";
    private static final Duration SLOWER = Duration.ofSeconds(5);
    private static final Duration SLOWEST = Duration.ofSeconds(60);

    private final DeviceGrant grant;
    private final ScheduledExecutorService executor;
    private final Time time;
    private final Outcome outcome;

    // the current step's
    private Code code;
    private long deadNanos;
    private Instant expiresAt;
    private Duration interval;
    private int failures;

    // guarded by this
    private boolean ended;
    private Thread inCall;
    private Future<?> next;

    PairingSession(DeviceGrant grant, ScheduledExecutorService executor, Time time, Outcome outcome) {
        this.grant = grant;
        this.executor = executor;
        this.time = time;
        this.outcome = outcome;
    }

    void begin() {
        show(Pairing.of(Step.ASKING));
        then(this::ask, Duration.ZERO);
    }

    /** Nothing is shown any more once this has returned. */
    synchronized void cancel() {
        ended = true;
        if (next != null) {
            next.cancel(false);
        }
        if (inCall != null) {
            inCall.interrupt(); // only a call is cut, never the storing of tokens
        }
    }

    private void ask() {
        step(this::ask, () -> {
            code = call(grant::askForCode);
            deadNanos = time.nanos().getAsLong() + code.lifetime().toNanos();
            expiresAt = time.clock().instant().plus(code.lifetime());
            interval = code.interval();
            waitForUser();
        });
    }

    private void poll() {
        if (time.nanos().getAsLong() - deadNanos >= 0) {
            askAgain();
            return;
        }
        step(this::poll, () -> {
            Poll answer = call(() -> grant.poll(code));
            if (answer instanceof Poll.Granted granted) {
                keep(granted.tokens());
            } else if (answer instanceof Poll.Expired) {
                askAgain();
            } else {
                if (answer instanceof Poll.SlowDown) {
                    Duration slower = interval.plus(SLOWER);
                    interval = slower.compareTo(SLOWEST) > 0 ? SLOWEST : slower;
                }
                waitForUser();
            }
        });
    }

    private void askAgain() {
        show(Pairing.of(Step.ASKING));
        ask();
    }

    private void waitForUser() {
        show(new Pairing(Step.CODE, Optional.of(code.userCode()), code.uri(), code.completeUri(), Optional.of(expiresAt), Optional.empty()));
        then(this::poll, interval);
    }

    private interface Body {
        void run() throws CloudException, Refusal;
    }

    private void step(Runnable again, Body body) {
        if (hasEnded()) {
            return;
        }
        try {
            body.run();
        } catch (Refusal no) {
            end(no.sentence());
        } catch (CloudException away) {
            LOG.log(System.Logger.Level.DEBUG, "pairing waits for the cloud", away);
            offline(away.getMessage() + " " + away.code().todo, again);
        } catch (RuntimeException | LinkageError unforeseen) {
            LOG.log(System.Logger.Level.ERROR, "a step of pairing failed in an unforeseen way and is tried again", unforeseen);
            offline(UNFORESEEN, again);
        }
    }

    private void offline(String why, Runnable again) {
        if (hasEnded()) {
            return;
        }
        show(troubled(Step.OFFLINE, why));
        failures++;
        then(again, interval == null ? time.jitter(Duration.ofSeconds(Math.min(30, 2L << Math.min(failures, 4)))) : interval);
    }

    /** The cloud grants them once: until they are kept it is not asked again. */
    private void keep(Tokens tokens) {
        try {
            finish(tokens);
        } catch (RuntimeException | LinkageError unforeseen) {
            LOG.log(System.Logger.Level.ERROR, "the tokens of a pairing could not be kept, for a reason that was not foreseen; it is tried again", unforeseen);
            offline(UNFORESEEN, () -> keep(tokens));
        }
    }

    private synchronized void finish(Tokens tokens) {
        if (ended) {
            outcome.unwanted(tokens);
            return;
        }
        try {
            outcome.paired(tokens);
            ended = true;
        } catch (VaultException full) {
            LOG.log(System.Logger.Level.ERROR, "the tokens of a pairing could not be stored", full);
            end(full.code().what + " " + full.code().todo);
        }
    }

    private synchronized void end(String why) {
        show(troubled(Step.FAILED, why));
        ended = true;
    }

    private static Pairing troubled(Step step, String why) {
        return new Pairing(step, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(why));
    }

    private synchronized void show(Pairing now) {
        if (!ended) {
            outcome.step(now);
        }
    }

    private void then(Runnable step, Duration delay) {
        synchronized (this) {
            if (ended) {
                return;
            }
            next = executor.schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    private <T> T call(CloudCall<T> call) throws CloudException, Refusal {
        synchronized (this) {
            if (ended) {
                throw new CloudException(CloudException.Code.CUT, "cancelled", null);
            }
            inCall = Thread.currentThread();
        }
        try {
            T answer = call.get();
            failures = 0;
            return answer;
        } finally {
            synchronized (this) {
                inCall = null;
                Thread.interrupted(); // meant for the call, which is over
            }
        }
    }
}
