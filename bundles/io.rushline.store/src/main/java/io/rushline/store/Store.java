package io.rushline.store;

import io.rushline.status.api.Warning;
import io.rushline.status.api.Warning.Severity;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keeps the appliance's one database open, and offers it to bundles with migrations. */
@Component(immediate = true, service = Store.class)
@Designate(ocd = Store.Settings.class)
public final class Store {

    /** Settings of the database. */
    @ObjectClassDefinition(name = "Database", description = "The database that holds the queue and all other state")
    public @interface Settings {

        @AttributeDefinition(description = "Pages of tables and indexes kept in memory, 4 or 32 KiB each; 40 to 100000")
        int cachePages() default 400;

        @AttributeDefinition(description = "How long to wait before trying again to open a database that cannot be opened; 1 to 3600")
        int retrySeconds() default 5;
    }

    private static final Logger LOG = System.getLogger(Store.class.getName());

    private final BundleContext context;
    private final Warnings warnings;
    private final int retrySeconds;
    private final DerbyEngine engine;
    private final Database database;
    private final ScheduledThreadPoolExecutor opener = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "store-opener");
        thread.setDaemon(true);
        return thread;
    });

    /** Null while nothing is wrong. Written by the opener only. */
    private volatile Unavailable.Why why;
    /** Null until it is open. */
    private volatile Connections connections;
    // Touched by the opener only, then by stop() when the opener has ended.
    private ServiceRegistration<Warning> unavailable;
    private MigrationExtender extender;

    @Activate
    public Store(BundleContext context, Settings settings) throws IOException {
        this(context, settings, Clock.systemUTC());
    }

    Store(BundleContext context, Settings settings, Clock clock) throws IOException {
        require("cachePages", settings.cachePages(), 40, 100_000);
        require("retrySeconds", settings.retrySeconds(), 1, 3_600);
        Path home = Path.of(Optional.ofNullable(context.getProperty("rushline.home"))
                .orElseThrow(() -> new IllegalStateException("The framework property rushline.home is not set"))).toAbsolutePath();
        this.context = context;
        this.warnings = new Warnings(context, clock);
        this.retrySeconds = settings.retrySeconds();
        this.engine = new DerbyEngine(home, settings.cachePages());
        this.database = new Database(home, engine, clock);
        opener.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        opener.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // after stop() there is nothing to open or say
        opener.execute(this::open);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", not " + value);
        }
    }

    private void open() {
        long begin = System.nanoTime();
        Optional<Path> aside;
        try {
            aside = database.open();
        } catch (Unavailable failed) {
            retry(failed);
            return;
        } catch (RuntimeException | Error failed) { // an executor would keep it to itself
            retry(new Unavailable(Unavailable.Why.UNKNOWN, failed));
            return;
        }
        LOG.log(Level.INFO, "Database opened and checked in {0} ms", (System.nanoTime() - begin) / 1_000_000);
        unsay();
        aside.ifPresent(where -> warnings.show("store.set-aside", Severity.WARNING,
                "The database was damaged; a new one was started and the damaged one was set aside as " + where + ".",
                "Nothing is lost on the cards and disks: clips are found again by a rescan, some may go up twice. Pair the device again."));
        connections = new Connections(database, System::nanoTime, this::writable);
        extender = new MigrationExtender(context, connections, warnings);
        extender.open();
    }

    private void retry(Unavailable failed) {
        say(failed);
        opener.schedule(this::open, retrySeconds, TimeUnit.SECONDS);
    }

    /** From any thread. */
    private void writable(boolean yes) {
        opener.execute(yes ? this::unsay : () -> say(new Unavailable(Unavailable.Why.NOT_WRITABLE, null)));
    }

    // say and unsay: on the opener only
    private void say(Unavailable failed) {
        if (failed.why() != why) {
            LOG.log(Level.ERROR, failed.getMessage(), failed);
            unsay();
            why = failed.why();
            unavailable = warnings.show("store.unavailable", Severity.ERROR, why.what, why.todo);
        }
    }

    private void unsay() {
        if (unavailable != null) {
            unavailable.unregister();
            unavailable = null;
            why = null;
        }
    }

    Result health() {
        Unavailable.Why bad = why;
        if (bad != null) {
            return new Result(bad.ofCode ? Status.CRITICAL : Status.WARN, bad.what + " " + bad.todo);
        }
        Connections open = connections;
        return open == null ? new Result(Status.TEMPORARILY_UNAVAILABLE, "The database is being opened and checked.") : health(open);
    }

    /** Asks what needs neither disk nor lock. */
    static Result health(Connections open) {
        try (Connection connection = open.get(); Statement ask = connection.createStatement(); ResultSet row = ask.executeQuery("VALUES 1")) {
            return row.next() && row.getInt(1) == 1 ? new Result(Status.OK, "The database answers.")
                    : new Result(Status.CRITICAL, "The database answers something else than it was asked.");
        } catch (SQLException failed) {
            boolean outside = Connections.READ_ONLY.equals(failed.getSQLState());
            return new Result(outside ? Status.WARN : Status.CRITICAL, "The database does not answer: " + failed.getMessage(), failed);
        }
    }

    @Deactivate
    void stop() throws SQLException, IOException, InterruptedException {
        opener.shutdown(); // no interrupt: it would hit Derby in the middle of reading
        opener.awaitTermination(1, TimeUnit.MINUTES);
        unsay();
        if (extender != null) {
            extender.close();
        }
        engine.close();
        if (extender != null) { // else nothing was opened
            database.closedInOrder();
        }
    }
}
