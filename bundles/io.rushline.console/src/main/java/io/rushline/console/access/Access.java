package io.rushline.console.access;

import io.rushline.console.Threads;
import io.rushline.console.access.AccessException.Code;
import io.rushline.console.access.AccessStore.Account;
import io.rushline.console.access.AccessStore.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Knows who may come in: sessions, the local token, and the appliance itself as long as no admin password is set.
 *
 * <p>Accounts and sessions are read when the database comes and then answered from memory, so that who is logged in stays so while the
 * database is replaced. Any thread.
 */
@Component(service = Access.class)
public final class Access {

    public static final String ADMIN = "admin";
    public static final Duration SESSION_LIFE = Duration.ofDays(30);

    private static final Logger LOG = System.getLogger(Access.class.getName());
    private static final long AGAIN_SECONDS = 1;

    private final PasswordMarker marker;
    private final Clock clock;
    private final SecureRandom chance;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final Passwords.Hashed decoy;
    private final String localToken;
    /** Hashing is meant to be slow: strangers may not keep more than one core busy with it. */
    private final Semaphore hashing = new Semaphore(1);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService later = Threads.one("console-access");

    /** Guarded by this. */
    private DataSource source;
    /** Null until that was read. */
    private volatile AccessStore store;
    /** By the hash of their token; written under this. */
    private volatile Map<String, Session> sessions = new ConcurrentHashMap<>();
    /** By name; null until the database was read once. */
    private volatile Map<String, Account> accounts;

    @Activate
    public Access(BundleContext context) {
        this(Path.of(Optional.ofNullable(context.getProperty("rushline.home"))
                .orElseThrow(() -> new IllegalStateException("the framework property rushline.home is not set"))), Clock.systemUTC(), new SecureRandom(), Passwords.ITERATIONS, System::nanoTime);
    }

    /**
     * @param home     home directory of the appliance
     * @param nanoTime for waiting times only
     */
    public Access(Path home, Clock clock, SecureRandom chance, int iterations, LongSupplier nanoTime) {
        this.marker = new PasswordMarker(home);
        this.clock = clock;
        this.chance = chance;
        this.passwords = new Passwords(iterations, chance);
        this.throttle = new LoginThrottle(nanoTime);
        this.decoy = new Passwords.Hashed("00".repeat(16), iterations, "00".repeat(32));
        this.localToken = Secrets.token(chance);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(owner=io.rushline.console)")
    synchronized void bindStore(DataSource added) {
        source = added;
        store = null;
        read(added, Level.ERROR);
    }

    /** Tried until it works: a database that heals stays the same service, so that nobody tells. */
    private synchronized void read(DataSource from, Level trouble) {
        if (from != source) {
            return;
        }
        AccessStore bound = new AccessStore(from);
        try {
            Map<String, Account> read = bound.accounts().stream().collect(Collectors.toMap(Account::name, a -> a));
            Map<String, Session> kept = bound.sessions().stream().collect(Collectors.toConcurrentMap(Session::tokenHash, s -> s));
            sessions = kept; // first: with accounts alone everybody would be a stranger
            accounts = read;
            store = bound;
        } catch (SQLException | RuntimeException | LinkageError e) {
            LOG.log(trouble, "Accounts cannot be read: nobody can log in until the database is back", e);
            later.schedule(() -> read(from, Level.DEBUG), AGAIN_SECONDS, TimeUnit.SECONDS);
            return;
        }
        if (accounts.containsKey(ADMIN)) {
            mark();
        }
        listeners.forEach(Runnable::run);
    }

    /** For a password that was set before there was a marker. */
    private void mark() {
        try {
            marker.set();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "That an admin password is set cannot be noted: should the database be lost, the appliance itself gets in without", e);
        }
    }

    synchronized void unbindStore(DataSource gone) {
        if (source == gone) {
            source = null;
            store = null;
        }
    }

    @Deactivate
    void stop() {
        later.shutdown(); // no interrupt: it would hit the database in the middle of reading
    }

    /** Told on the caller's thread when accounts were read or a password was set. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /** Whether an admin password is set; empty while the database has not been read yet. */
    public Optional<Boolean> passwordSet() {
        return Optional.ofNullable(accounts).map(all -> all.containsKey(ADMIN));
    }

    /** Whether there is none and never was one: somebody has to set it. */
    public boolean awaitsPassword() {
        return passwordSet().filter(set -> !set).isPresent() && !marker.isSet();
    }

    /** Whether there was an admin password that the database does not know: only the local token gets in, and sets a new one. */
    public boolean passwordLost() {
        return passwordSet().filter(set -> !set).isPresent() && marker.isSet();
    }

    /** The secret in the control file; new at each start. */
    public String localToken() {
        return localToken;
    }

    /**
     * Whether somebody may come as far as the login: until a password is set, only the appliance itself.
     *
     * @param here whether the request surely comes from the appliance itself, or from where else somebody may set the password
     */
    public boolean admits(boolean here) {
        return here || passwordSet().orElse(false) || marker.isSet();
    }

    /**
     * Who makes a request.
     *
     * @param bearer from the Authorization header
     * @param cookie value of the session cookie
     * @param here   whether the request surely comes from the appliance itself
     */
    public Optional<Caller> caller(Optional<String> bearer, Optional<String> cookie, boolean here) {
        if (bearer.isPresent()) {
            return bearer.filter(token -> Secrets.equal(token, localToken)).map(token -> new Caller("local", Role.ADMIN, Caller.Means.TOKEN));
        }
        Optional<Boolean> passwordSet = passwordSet();
        if (passwordSet.isPresent() && passwordSet.get()) {
            return cookie.flatMap(this::bySession);
        }
        if (!here || marker.isSet()) { // behind a proxy everybody is here: a lost database must not make them all ADMIN
            return Optional.empty();
        }
        // While it is not known whether there is a password, the appliance's own screen may look, but change nothing.
        Role role = passwordSet.isPresent() ? Role.ADMIN : Role.VIEWER;
        return Optional.of(new Caller("local", role, Caller.Means.LOOPBACK));
    }

    private Optional<Caller> bySession(String token) {
        return Optional.ofNullable(sessions.get(Secrets.sha256(token)))
                .filter(session -> session.expiresAt().isAfter(clock.instant()))
                .flatMap(session -> Optional.ofNullable(accounts.get(session.account())))
                .map(account -> new Caller(account.name(), account.role(), Caller.Means.SESSION));
    }

    /** @return the value of the session cookie, valid for {@link #SESSION_LIFE} */
    public String login(String name, String password, String remoteAddress) throws AccessException {
        Map<String, Account> known = accounts;
        if (known == null || store == null) {
            throw new AccessException(Code.STORE);
        }
        if (!known.containsKey(ADMIN)) {
            throw new AccessException(marker.isSet() ? Code.PASSWORD_LOST : Code.NO_PASSWORD);
        }
        Account account = known.get(name);
        // An unknown name takes as long as a wrong password.
        check(password, account == null ? decoy : account.password(), remoteAddress, Code.WRONG_LOGIN);
        return openSession(account);
    }

    /** Ends a session; nothing happens where there is none. */
    public synchronized void logout(String cookie) throws AccessException {
        String hash = Secrets.sha256(cookie);
        if (sessions.remove(hash) != null) {
            write(db -> db.removeSession(hash));
        }
    }

    /**
     * Sets or changes the admin password and ends all sessions.
     *
     * @param current needed to change it, but for the local token
     * @return the value of a new session cookie
     */
    public String setPassword(Caller caller, Optional<String> current, String password, String remoteAddress) throws AccessException {
        if (password.length() < Passwords.MIN_LENGTH || password.length() > Passwords.MAX_LENGTH) {
            throw new AccessException(Code.BAD_PASSWORD);
        }
        Map<String, Account> known = accounts;
        if (known == null || store == null) {
            throw new AccessException(Code.STORE);
        }
        Account before = known.get(ADMIN);
        if (before != null && caller.means() != Caller.Means.TOKEN) {
            check(current.orElse(""), before.password(), remoteAddress, Code.WRONG_PASSWORD);
        }
        Account account = new Account(ADMIN, Role.ADMIN, passwords.hash(password));
        synchronized (this) {
            if (!Objects.equals(before, accounts.get(ADMIN))) {
                throw new AccessException(Code.WRONG_PASSWORD); // somebody else was faster
            }
            if (before == null && marker.isSet() && caller.means() != Caller.Means.TOKEN) {
                throw new AccessException(Code.PASSWORD_LOST);
            }
            store(account);
            sessions.values().removeIf(session -> session.account().equals(ADMIN));
            accounts = Map.of(ADMIN, account);
        }
        listeners.forEach(Runnable::run);
        return openSession(account);
    }

    /** The marker comes first: a power cut between the two must not leave a password that nobody remembers. */
    private void store(Account account) throws AccessException {
        boolean isNew;
        try {
            isNew = marker.set();
        } catch (IOException e) {
            throw new AccessException(Code.STORE, Duration.ofSeconds(2), e);
        }
        try {
            write(db -> db.save(account));
        } catch (AccessException e) {
            if (isNew) {
                unmark(e);
            }
            throw e;
        }
    }

    /** No password came to be: who was to set it may try again. */
    private void unmark(AccessException why) {
        try {
            marker.remove();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private void check(String password, Passwords.Hashed kept, String remoteAddress, Code refusal) throws AccessException {
        Duration wait = throttle.begin(remoteAddress);
        if (!wait.isZero()) {
            throw new AccessException(Code.TOO_MANY, wait, null);
        }
        hashing.acquireUninterruptibly();
        try {
            if (!passwords.matches(password, kept) || kept == decoy) {
                throw new AccessException(refusal);
            }
        } finally {
            hashing.release();
        }
        throttle.succeeded(remoteAddress);
    }

    /** Only while the account is as it was checked: hashing takes long enough for somebody to change the password meanwhile. */
    private synchronized String openSession(Account account) throws AccessException {
        if (!account.equals(accounts.get(account.name()))) {
            throw new AccessException(Code.WRONG_LOGIN);
        }
        String token = Secrets.token(chance);
        Instant now = clock.instant();
        Session session = new Session(Secrets.sha256(token), account.name(), now.plus(SESSION_LIFE));
        write(db -> db.save(session, now));
        sessions.values().removeIf(old -> !old.expiresAt().isAfter(now));
        sessions.put(session.tokenHash(), session);
        return token;
    }

    private interface Write {
        void to(AccessStore db) throws SQLException;
    }

    private void write(Write write) throws AccessException {
        AccessStore db = store;
        if (db == null) {
            throw new AccessException(Code.STORE);
        }
        try {
            write.to(db);
        } catch (SQLException e) {
            throw new AccessException(Code.STORE, Duration.ofSeconds(2), e);
        }
    }

    /** The container gives the address of the peer as a literal: nothing is looked up. */
    public static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // a zone this host does not know is not this host
        }
    }
}
