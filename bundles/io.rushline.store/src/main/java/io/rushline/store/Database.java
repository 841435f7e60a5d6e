package io.rushline.store;

import io.rushline.store.Unavailable.Why;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder with the database: opens it, checks it, and puts a damaged one aside for a new one. */
final class Database implements Connections.Bootable {

    private static final Logger LOG = System.getLogger(Database.class.getName());
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Below this much free space nothing is opened: creating tables half-way would fail. */
    private static final long LEAST_BYTES = 8 << 20;

    /** A disk that fails to read for so many tries does not get well again. */
    static final int MOST_READ_ERRORS = 12;

    private final Path home;
    private final Path folder;
    private final Path fresh;
    private final DerbyEngine engine;
    private final Clock clock;
    private final CleanStop cleanStop;
    /** How often in a row the disk did not give what was asked for. */
    private int readErrors;

    Database(Path home, DerbyEngine engine, Clock clock) {
        this.home = home;
        this.folder = home.resolve("db");
        this.fresh = home.resolve("db.new");
        this.engine = engine;
        this.clock = clock;
        this.cleanStop = new CleanStop(home, folder);
    }

    Path folder() {
        return folder;
    }

    /**
     * Opens the database; on return it is booted and writable, and read through unless it was closed in order and nobody has touched it since.
     *
     * @return where the damaged database was put, if the one open now is a new one in its place
     */
    Optional<Path> open() throws Unavailable {
        try (LogWatch log = new LogWatch(folder)) {
            if (Files.getFileStore(home).getUsableSpace() < LEAST_BYTES) {
                throw new Unavailable(Why.NOT_WRITABLE, null);
            }
            Exception damage = Files.exists(folder) ? tryOpen(log, !cleanStop.take()) : null;
            if (damage != null) {
                LOG.log(Level.WARNING, "The database looks damaged; trying once more", damage);
                damage = tryOpen(log, true);
            }
            readErrors = 0;
            return damage == null && Files.exists(folder) ? Optional.empty() : startAnew(damage);
        } catch (SQLException | IOException failed) {
            throw new Unavailable(Failure.reason(failed, home, folder).orElse(Why.UNKNOWN), failed);
        }
    }

    /** To be called when the engine has been shut down in order: the next start need not read everything. */
    void closedInOrder() throws IOException {
        cleanStop.leave();
    }

    @Override
    public Connection connect() throws SQLException {
        return engine.database(folder).getConnection();
    }

    @Override
    public void shutDown() throws SQLException {
        engine.shutDown(folder);
    }

    /** Boots and checks; the result is what was found damaged, or null. */
    private Exception tryOpen(LogWatch log, boolean whole) throws Unavailable {
        try (Connection connection = connect()) {
            if (log.begunAnew()) {
                throw new SQLException("The transaction log was missing or unreadable");
            }
            if (connection.isReadOnly()) {
                throw new SQLException("Derby can only read it", Connections.READ_ONLY);
            }
            DatabaseCheck.run(connection, whole);
            return null;
        } catch (SQLException | IOException | RuntimeException failed) {
            stop(failed);
            Optional<Why> why = Failure.reason(failed, home, folder);
            if (why.isPresent()) {
                throw new Unavailable(why.get(), failed);
            }
            if (Failure.readError(failed) && ++readErrors < MOST_READ_ERRORS) {
                throw new Unavailable(Why.UNREADABLE, failed);
            }
            return failed;
        }
    }

    /** The new database is made before the damaged one is touched: proof that disk and engine are sound. */
    private Optional<Path> startAnew(Exception damage) throws SQLException, IOException {
        createFresh();
        Optional<Path> aside = Optional.empty();
        if (damage != null) {
            aside = Optional.of(setAside());
            LOG.log(Level.ERROR, "The database is damaged; it is now in " + aside.get() + " and a new one takes its place", damage);
        }
        move(fresh, folder);
        connect().close();
        return aside;
    }

    /** The whole engine, so that it lets go of all files of a database that it cannot close in order. */
    private void stop(Exception failed) {
        try {
            engine.shutDown();
        } catch (SQLException | RuntimeException also) { // Derby may stumble over what is damaged
            failed.addSuppressed(also);
        }
    }

    /** Under another name until it is whole: a power cut never leaves half a database where the database is looked for. */
    private void createFresh() throws SQLException, IOException {
        if (Files.exists(fresh)) {
            try (Stream<Path> files = Files.walk(fresh)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        engine.create(fresh);
        engine.shutDown(fresh);
        // Names of clips and hashes of passwords are the owner's business only.
        if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private Path setAside() throws IOException {
        String name = "db.set-aside-" + TIME.format(clock.instant());
        Path target = home.resolve(name);
        for (int again = 2; Files.exists(target); again++) {
            target = home.resolve(name + "-" + again);
        }
        move(folder, target);
        return target;
    }

    private void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        CleanStop.sync(home);
    }
}
