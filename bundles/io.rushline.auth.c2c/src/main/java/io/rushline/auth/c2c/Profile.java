package io.rushline.auth.c2c;

import io.rushline.auth.api.AuthException;
import io.rushline.cloud.api.CloudException;
import io.rushline.vault.api.VaultException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads which project we belong to, until it got through once; that it does not get through never ends a connection. */
final class Profile {

    private static final System.Logger LOG = System.getLogger(Profile.class.getName());

    private final DeviceGrant grant;
    private final Book book;
    private final Refresher refresher;
    private final ScheduledExecutorService executor;
    private final Time time;

    // guarded by this
    private Future<?> timer;
    private int failures;
    private boolean renewed;

    Profile(DeviceGrant grant, Book book, Refresher refresher, ScheduledExecutorService executor, Time time) {
        this.grant = grant;
        this.book = book;
        this.refresher = refresher;
        this.executor = executor;
        this.time = time;
    }

    /** Reads soon, on the executor. */
    synchronized void readSoon() {
        failures = 0;
        schedule(0);
    }

    private synchronized void schedule(long millis) {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = executor.schedule(this::read, millis, TimeUnit.MILLISECONDS);
    }

    private void read() {
        Tokens tokens = book.saved().tokens();
        if (tokens == null) {
            return;
        }
        try {
            Facts facts = grant.whoAmI(tokens.access());
            book.changeIf(tokens, saved -> saved.with(facts));
            book.trouble(Optional.empty());
            firstRefusal(false);
        } catch (Refusal no) {
            refused(tokens, no);
        } catch (CloudException away) {
            again(away.getMessage() + " " + away.code().todo, away);
        } catch (VaultException full) {
            again(full.code().what + " " + full.code().todo, full);
        }
    }

    private void refused(Tokens tokens, Refusal no) {
        if (no.status() == 401 && firstRefusal(true)) {
            try {
                refresher.renew(tokens.accessToken()); // reading follows by itself
                return;
            } catch (AuthException | CloudException told) {
                LOG.log(System.Logger.Level.DEBUG, "the token was refused and could not be renewed", told);
                return; // the refresher has told and tries again
            }
        }
        again(no.sentence(), no);
    }

    /** Fresh tokens that are refused again are not renewed again: that would go on for ever. */
    private synchronized boolean firstRefusal(boolean now) {
        boolean first = now && !renewed;
        renewed = now;
        return first;
    }

    private void again(String why, Exception cause) {
        LOG.log(System.Logger.Level.DEBUG, "the project could not be read", cause);
        book.trouble(Optional.of(why));
        synchronized (this) {
            failures++;
            schedule(time.backoff(failures).toMillis());
        }
    }
}
