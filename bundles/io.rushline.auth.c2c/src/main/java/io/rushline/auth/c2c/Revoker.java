package io.rushline.auth.c2c;

import io.rushline.cloud.api.CloudException;
import io.rushline.vault.api.VaultException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells the cloud of tokens that shall not work any more; keeps them, encrypted, until it got through. */
final class Revoker {

    private static final System.Logger LOG = System.getLogger(Revoker.class.getName());
    private static final String LATER = "The device was unpaired here, but the cloud could not be told yet; that is tried again by itself.";

    private final DeviceGrant grant;
    private final Book book;
    private final ScheduledExecutorService executor;
    private final Time time;

    // guarded by this
    private Future<?> timer;
    private int failures;

    Revoker(DeviceGrant grant, Book book, ScheduledExecutorService executor, Time time) {
        this.grant = grant;
        this.book = book;
        this.executor = executor;
        this.time = time;
    }

    /** Begins soon, on the executor; nothing happens where there is nothing to revoke. */
    synchronized void revokeSoon() {
        failures = 0;
        schedule(0);
    }

    private synchronized void schedule(long millis) {
        if (timer != null) {
            timer.cancel(false);
        }
        if (!book.saved().revoke().isEmpty()) {
            timer = executor.schedule(this::revokeAll, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void revokeAll() {
        for (List<String> left = book.saved().revoke(); !left.isEmpty(); left = book.saved().revoke()) {
            String token = left.get(0);
            try {
                revoke(token);
                book.change(saved -> saved.revoked(token));
            } catch (CloudException | VaultException away) {
                LOG.log(System.Logger.Level.INFO, "a token could not be revoked yet: {0}", away.getMessage());
                later();
                return;
            } catch (RuntimeException | LinkageError unforeseen) {
                LOG.log(System.Logger.Level.ERROR, "revoking a token failed in an unforeseen way and is tried again", unforeseen);
                later();
                return;
            }
        }
        if (book.connection().trouble().equals(Optional.of(LATER))) {
            book.trouble(Optional.empty());
        }
    }

    private void revoke(String token) throws CloudException {
        try {
            grant.revoke(token);
        } catch (Refusal no) {
            LOG.log(System.Logger.Level.INFO, "the cloud does not know a token that was to be revoked: {0}", no.getMessage());
        }
    }

    private synchronized void later() {
        if (book.saved().tokens() == null) {
            book.trouble(Optional.of(LATER));
        }
        failures++;
        schedule(time.backoff(failures).toMillis());
    }
}
