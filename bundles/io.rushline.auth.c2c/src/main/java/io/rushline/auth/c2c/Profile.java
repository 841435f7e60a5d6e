package io.rushline.auth.c2c;

import io.rushline.auth.api.AuthException;
import io.rushline.cloud.api.CloudException;
import io.rushline.vault.api.VaultException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads which project we belong to and what of us is paused: one read at a time, again until it got through. That it does not get through never
 * ends a connection.
 */
final class Profile {

    private static final System.Logger LOG = System.getLogger(Profile.class.getName());
    private static final long APART_NANOS = Duration.ofSeconds(3).toNanos(); // between reads that others ask for, however often they do
    private static final long NOTHING = Long.MAX_VALUE;

    private final DeviceGrant grant;
    private final Book book;
    private final Refresher refresher;
    private final ScheduledExecutorService executor;
    private final Time time;

    // guarded by this
    private Future<?> timer;
    private long due = NOTHING;    // when the timer fires
    private boolean reading;
    private long wanted = NOTHING; // when to read again, asked for while a read is under way
    private long lastRead;
    private boolean everRead;
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
        readAt(now());
    }

    /** The same, but some seconds after the last time. */
    synchronized void look() {
        readAt(everRead ? Math.max(now(), lastRead + APART_NANOS) : now());
    }

    /** At that time by even time, or earlier where that is planned already. */
    private void readAt(long when) {
        if (reading) {
            wanted = Math.min(wanted, when);
        } else if (when < due) {
            if (timer != null) {
                timer.cancel(false);
            }
            due = when;
            timer = executor.schedule(this::run, Math.max(0, when - now()), TimeUnit.NANOSECONDS);
        }
    }

    private void run() {
        synchronized (this) {
            due = NOTHING;
            reading = true;
            everRead = true;
            lastRead = now();
        }
        try {
            read();
        } finally {
            synchronized (this) {
                reading = false;
                long next = wanted;
                wanted = NOTHING;
                if (next != NOTHING) {
                    readAt(next);
                }
            }
        }
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
            through();
        } catch (Refusal no) {
            refused(tokens, no);
        } catch (CloudException away) {
            again(away.getMessage() + " " + away.code().todo, away);
        } catch (VaultException full) {
            again(full.code().what + " " + full.code().todo, full);
        } catch (RuntimeException | LinkageError unforeseen) {
            LOG.log(System.Logger.Level.ERROR, "reading the project failed in an unforeseen way and is tried again", unforeseen);
            again(PairingSession.UNFORESEEN, unforeseen);
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
        again(no.ofTheDevice() ? "The cloud no longer knows this device in its project (" + no.getMessage() + "): the device or the project was "
                + "removed there. Clips wait here and nothing is lost; pair the device again." : no.sentence(), no);
    }

    private synchronized void through() {
        failures = 0;
        firstRefusal(false);
    }

    /** Fresh tokens that are refused again are not renewed again: that would go on for ever. */
    private synchronized boolean firstRefusal(boolean now) {
        boolean first = now && !renewed;
        renewed = now;
        return first;
    }

    private void again(String why, Throwable cause) {
        LOG.log(System.Logger.Level.DEBUG, "the project could not be read", cause);
        book.trouble(Optional.of(why));
        synchronized (this) {
            failures++;
            readAt(now() + time.backoff(failures).toNanos());
        }
    }

    private long now() {
        return time.nanos().getAsLong();
    }
}
