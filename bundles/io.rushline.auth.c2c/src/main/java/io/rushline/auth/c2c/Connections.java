package io.rushline.auth.c2c;

import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.AuthException;
import io.rushline.auth.api.Connection;
import io.rushline.auth.api.ConnectionListener;
import io.rushline.auth.api.Pairing;
import io.rushline.cloud.api.CloudException;
import io.rushline.status.api.Warning;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The connector's logic: begins and ends pairings and connections, and has the others keep them. */
final class Connections implements PairingSession.Outcome {

    private static final System.Logger LOG = System.getLogger(Connections.class.getName());

    private static final Set<Pairing.Step> UNDER_WAY = EnumSet.of(Pairing.Step.ASKING, Pairing.Step.CODE, Pairing.Step.OFFLINE);

    private final DeviceGrant grant;
    private final ScheduledExecutorService executor;
    private final Time time;
    private final Endings endings;
    private final Book book;
    private final Refresher refresher;
    private final Profile profile;
    private final Revoker revoker;
    private PairingSession session; // guarded by this; null: nobody is pairing

    /** @throws VaultException what is kept cannot be read now; that it is damaged for good only means to pair again */
    Connections(DeviceGrant grant, Vault vault, ScheduledExecutorService executor, Time time,
            Supplier<List<ConnectionListener>> listeners, Function<Warning, Runnable> raise) throws VaultException {
        this.grant = grant;
        this.executor = executor;
        this.time = time;
        this.endings = new Endings(time.clock(), raise);
        Announcer announcer = new Announcer(executor, () -> Stream.concat(Stream.of(endings), listeners.get().stream()).toList());
        Store store = new Store(vault);
        this.book = new Book(store, load(store), announcer::announce);
        this.refresher = new Refresher(grant, book, executor, time, fresh -> readProfile(), this::unwanted);
        this.profile = new Profile(grant, book, refresher, executor, time);
        this.revoker = new Revoker(grant, book, executor, time);
    }

    private static Saved load(Store store) throws VaultException {
        try {
            return store.load();
        } catch (VaultException damaged) {
            if (damaged.code() != VaultException.Code.TAMPERED) {
                throw damaged;
            }
            LOG.log(System.Logger.Level.ERROR, "The stored connection cannot be opened: the device has to be paired again.", damaged);
            return Saved.EMPTY.refused();
        }
    }

    void start() {
        endings.look(connection());
        executor.scheduleWithFixedDelay(() -> endings.look(connection()), 1, 1, TimeUnit.MINUTES);
        Tokens kept = book.saved().tokens();
        if (kept != null) {
            refresher.adopt(kept);
            profile.readSoon();
        }
        revoker.revokeSoon();
    }

    void stop() {
        synchronized (this) {
            if (session != null) {
                session.cancel();
                session = null;
            }
        }
        refresher.stop();
        endings.stop();
    }

    Connection connection() {
        return book.connection();
    }

    Pairing pairing() {
        return book.pairing();
    }

    void pair() throws AuthException {
        synchronized (this) {
            if (book.saved().tokens() != null) {
                throw new AuthException(AuthException.Code.ALREADY_PAIRED);
            }
            if (!UNDER_WAY.contains(book.pairing().step())) {
                session = new PairingSession(grant, executor, time, this);
                session.begin();
            }
        }
    }

    void cancel() {
        synchronized (this) {
            if (session == null) {
                return;
            }
            session.cancel();
            session = null;
            book.pairing(Pairing.NONE);
        }
    }

    void unpair() throws AuthException {
        try {
            book.change(Saved::unpaired);
            refresher.stop(); // not before: where it cannot be stored we stay connected
            book.trouble(Optional.empty());
        } catch (VaultException full) {
            throw new AuthException(AuthException.Code.STORE, "", full);
        }
        revoker.revokeSoon();
    }

    void look() {
        if (book.saved().tokens() != null) {
            profile.look();
        }
    }

    AccessToken token() throws AuthException, CloudException {
        return refresher.token();
    }

    AccessToken renew(AccessToken refused) throws AuthException, CloudException {
        return refresher.renew(refused);
    }

    @Override
    public void step(Pairing now) {
        book.pairing(now);
    }

    @Override
    public void paired(Tokens tokens) throws VaultException {
        book.change(saved -> saved.paired(tokens));
        book.trouble(Optional.empty());
        refresher.adopt(tokens);
        book.pairing(Pairing.NONE);
        readProfile();
    }

    @Override
    public void unwanted(Tokens tokens) {
        try {
            book.change(saved -> saved.revoking(tokens));
            revoker.revokeSoon();
        } catch (VaultException full) {
            LOG.log(System.Logger.Level.ERROR, "tokens that nobody wants any more could not be kept for their revocation", full);
        }
    }

    private void readProfile() {
        profile.readSoon();
    }
}
