package io.rushline.auth.c2c;

import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.AuthException;
import io.rushline.cloud.api.CloudException;
import io.rushline.vault.api.VaultException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Keeps the access token fresh: unasked at four fifths of its life, and when asked. One refresh at a time, on the executor and not on a
 * caller's thread: a refresh token works once, so a caller that is interrupted must not cut the call that uses it up.
 */
final class Refresher {

    private static final System.Logger LOG = System.getLogger(Refresher.class.getName());
    private static final Duration MARGIN = Duration.ofSeconds(30); // a token that is about to end is of no use to a caller
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final DeviceGrant grant;
    private final Book book;
    private final ScheduledExecutorService executor;
    private final Time time;
    private final Consumer<Tokens> onFresh;
    private final Consumer<Tokens> unwanted;

    // guarded by this
    private CompletableFuture<Tokens> running;
    private Future<?> timer;
    private Tokens timed;
    private long goodUntilNanos;
    private int failures;

    private record Unsaved(Tokens used, Tokens fresh) {
    }

    /** Came with a refresh but could not be stored yet; touched by the one running refresh only. */
    private Unsaved unsaved;

    /**
     * @param onFresh  told on the executor of each set of tokens that a refresh brought
     * @param unwanted takes those that came when nobody was paired any more
     */
    Refresher(DeviceGrant grant, Book book, ScheduledExecutorService executor, Time time, Consumer<Tokens> onFresh, Consumer<Tokens> unwanted) {
        this.grant = grant;
        this.book = book;
        this.executor = executor;
        this.time = time;
        this.onFresh = onFresh;
        this.unwanted = unwanted;
    }

    /** Watches over these tokens from now on, new or kept from before a restart. */
    synchronized void adopt(Tokens tokens) {
        Duration life = Duration.ofSeconds(tokens.lifetimeSeconds());
        Duration left = Duration.between(time.clock().instant(), Instant.ofEpochMilli(tokens.untilMillis()));
        left = left.isNegative() ? Duration.ZERO : left.compareTo(life) > 0 ? life : left; // the clock may have been set meanwhile
        timed = tokens;
        goodUntilNanos = time.nanos().getAsLong() + left.toNanos();
        failures = 0;
        Duration wait = left.minus(life.dividedBy(5));
        schedule(wait.isNegative() ? Duration.ZERO : time.jitter(wait));
    }

    synchronized void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    AccessToken token() throws AuthException, CloudException {
        Tokens tokens = tokens();
        return (isGood(tokens) ? tokens : await(refresh(tokens))).accessToken();
    }

    AccessToken renew(AccessToken refused) throws AuthException, CloudException {
        Tokens tokens = tokens();
        if (!tokens.access().equals(refused.value())) {
            return token();
        }
        return await(refresh(tokens)).accessToken();
    }

    private Tokens tokens() throws AuthException {
        Saved saved = book.saved();
        if (saved.tokens() == null) {
            throw new AuthException(saved.expired() ? AuthException.Code.EXPIRED : AuthException.Code.NOT_PAIRED);
        }
        return saved.tokens();
    }

    private synchronized boolean isGood(Tokens tokens) {
        return tokens.equals(timed) && goodUntilNanos - time.nanos().getAsLong() > MARGIN.toNanos();
    }

    private Future<Tokens> refresh(Tokens used) throws CloudException {
        CompletableFuture<Tokens> mine;
        synchronized (this) {
            Tokens current = book.saved().tokens();
            if (current != null && !current.equals(used)) {
                return CompletableFuture.completedFuture(current); // somebody was faster
            }
            if (running != null) {
                return running;
            }
            if (executor.isShutdown()) {
                throw new CloudException(CloudException.Code.CUT, "the connector was stopped", null);
            }
            mine = new CompletableFuture<>();
            running = mine;
        }
        try {
            executor.execute(() -> run(used, mine));
        } catch (RuntimeException | Error noThread) {
            over();
            mine.completeExceptionally(noThread);
            throw noThread;
        }
        return mine;
    }

    private synchronized void over() {
        running = null;
    }

    private void run(Tokens used, CompletableFuture<Tokens> mine) {
        Throwable failed = new IllegalStateException("the refresh did not end as it should");
        Tokens fresh = null;
        try {
            fresh = exchange(used);
            failed = null;
        } catch (CloudException | AuthException told) {
            failed = told;
        } catch (Throwable unforeseen) { // also a class that a swap of bundles took away: nobody may wait for ever
            failed = unforeseen;
            tryLater(unforeseen);
        } finally {
            over();
            if (failed != null) {
                mine.completeExceptionally(failed);
            }
        }
        if (failed == null) {
            mine.complete(fresh);
            onFresh.accept(fresh);
        }
    }

    private synchronized void tryLater(Throwable unforeseen) {
        failures++;
        schedule(time.backoff(failures));
        LOG.log(System.Logger.Level.ERROR, "a refresh failed in an unforeseen way and is tried again", unforeseen);
    }

    private Tokens exchange(Tokens used) throws CloudException, AuthException {
        try {
            if (unsaved == null || !unsaved.used().equals(used)) {
                unsaved = new Unsaved(used, grant.refresh(used));
            }
            Tokens fresh = unsaved.fresh();
            boolean ours = book.changeIf(used, saved -> saved.with(fresh));
            unsaved = null;
            if (!ours) {
                unwanted.accept(fresh);
                throw new AuthException(AuthException.Code.NOT_PAIRED);
            }
            adopt(fresh);
            book.trouble(Optional.empty());
            return fresh;
        } catch (Refusal no) {
            throw refused(used, no);
        } catch (CloudException away) {
            LOG.log(System.Logger.Level.DEBUG, "the refresh did not get through", away);
            troubled(away.getMessage() + " " + away.code().todo);
            throw away;
        } catch (VaultException full) {
            troubled(full.code().what + " " + full.code().todo);
            throw new AuthException(AuthException.Code.STORE, "", full);
        }
    }

    private AuthException refused(Tokens used, Refusal no) {
        if (!no.ofTheToken()) {
            troubled(no.sentence());
            return new AuthException(AuthException.Code.REFUSED, no.getMessage(), no);
        }
        LOG.log(System.Logger.Level.WARNING, "The cloud refused to renew the authorisation ({0}): the device has to be paired again.",
                no.getMessage());
        try {
            book.changeIf(used, Saved::refused);
            book.trouble(Optional.empty());
        } catch (VaultException full) {
            troubled(full.code().what + " " + full.code().todo);
            return new AuthException(AuthException.Code.STORE, "", full);
        }
        return new AuthException(AuthException.Code.EXPIRED, no.getMessage(), no);
    }

    private synchronized void troubled(String why) {
        book.trouble(Optional.of(why));
        failures++;
        schedule(time.backoff(failures));
    }

    private synchronized void schedule(Duration wait) {
        stop();
        timer = executor.schedule(this::refreshUnasked, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void refreshUnasked() {
        Tokens tokens = book.saved().tokens();
        if (tokens != null) {
            try {
                refresh(tokens);
            } catch (CloudException stopped) {
                LOG.log(System.Logger.Level.DEBUG, "no refresh any more", stopped);
            }
        }
    }

    private static Tokens await(Future<Tokens> refresh) throws AuthException, CloudException {
        try {
            return refresh.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CloudException(CloudException.Code.CUT, "interrupted", interrupted);
        } catch (TimeoutException slow) {
            throw new CloudException(CloudException.Code.TIMEOUT, "the refresh takes too long", slow);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AuthException auth) {
                throw auth;
            }
            if (failed.getCause() instanceof CloudException cloud) {
                throw cloud;
            }
            throw new IllegalStateException("a refresh failed in an unforeseen way", failed.getCause());
        }
    }
}
