package io.rushline.store;

import io.rushline.status.api.Warning.Severity;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/** Gives each active bundle with the header {@value #HEADER} its tables, then its {@link DataSource}. */
final class MigrationExtender implements BundleTrackerCustomizer<Bundle>, AutoCloseable {

    static final String HEADER = "Rushline-Migrations";

    private static final Logger LOG = System.getLogger(MigrationExtender.class.getName());

    private final BundleContext context;
    private final Connections database;
    private final Migrator migrator;
    private final Warnings warnings;
    private final BundleTracker<Bundle> tracker;
    /** Active bundles with migrations by symbolic name; the first of each list is served. */
    private final Map<String, List<Bundle>> bundles = new HashMap<>();
    private final Map<Bundle, Runnable> undo = new HashMap<>();

    MigrationExtender(BundleContext context, Connections database, Warnings warnings) {
        this.context = context;
        this.database = database;
        this.migrator = new Migrator(database);
        this.warnings = warnings;
        this.tracker = new BundleTracker<>(context, Bundle.ACTIVE, this);
    }

    void open() {
        tracker.open();
    }

    @Override
    public void close() {
        tracker.close();
    }

    @Override
    public Bundle addingBundle(Bundle bundle, BundleEvent event) {
        if (bundle.getHeaders("").get(HEADER) == null) {
            return null;
        }
        synchronized (bundles) {
            List<Bundle> same = bundles.computeIfAbsent(bundle.getSymbolicName(), name -> new ArrayList<>());
            same.add(bundle);
            if (same.size() > 1) {
                LOG.log(Level.WARNING, "{0} gets no database while {1} is active", bundle, same.get(0));
                return bundle;
            }
        }
        serve(bundle);
        return bundle;
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, Bundle same) {
        // only the state ACTIVE is tracked
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, Bundle same) {
        Runnable end;
        Bundle next;
        synchronized (bundles) {
            List<Bundle> others = bundles.get(bundle.getSymbolicName());
            boolean served = others.indexOf(bundle) == 0;
            others.remove(bundle);
            next = served && !others.isEmpty() ? others.get(0) : null;
            end = undo.remove(bundle);
        }
        if (end != null) {
            end.run();
        }
        if (next != null) {
            serve(next);
        }
    }

    private void serve(Bundle bundle) {
        Runnable end;
        try {
            migrate(bundle);
            end = offer(bundle);
        } catch (RuntimeException failed) { // whatever is wrong with one bundle, the others are served
            LOG.log(Level.ERROR, "The tables of " + bundle + " are not ready", failed);
            end = warn(bundle, new MigrationFailed(failed.toString(), false, failed));
        } catch (MigrationFailed failed) {
            LOG.log(Level.ERROR, "The tables of " + bundle + " are not ready", failed);
            end = warn(bundle, failed);
        }
        boolean gone;
        synchronized (bundles) {
            gone = bundles.getOrDefault(bundle.getSymbolicName(), List.of()).indexOf(bundle) != 0;
            if (!gone) {
                undo.put(bundle, end);
            }
        }
        if (gone) { // it stopped meanwhile
            end.run();
        }
    }

    /** One at a time, so that two bundles do not wait for each other's locks in the catalogue. */
    private synchronized void migrate(Bundle bundle) throws MigrationFailed {
        String folder = bundle.getHeaders("").get(HEADER).trim();
        var entries = bundle.findEntries(folder, "*.sql", false);
        List<Script> scripts = new ArrayList<>();
        for (URL entry : entries == null ? List.<URL>of() : Collections.list(entries)) {
            scripts.add(Script.of(entry));
        }
        if (scripts.isEmpty()) {
            throw new MigrationFailed("there is no SQL file in its folder " + folder, false, null);
        }
        migrator.migrate(bundle.getSymbolicName(), scripts);
    }

    private Runnable offer(Bundle bundle) {
        SchemaDataSource source = new SchemaDataSource(database, bundle.getSymbolicName());
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("owner", bundle.getSymbolicName()));
        ServiceRegistration<DataSource> registration = context.registerService(DataSource.class, source, properties);
        return () -> {
            registration.unregister(); // its users get the time to end
            source.close();
        };
    }

    private Runnable warn(Bundle bundle, MigrationFailed failed) {
        String who = bundle.getSymbolicName() + " " + bundle.getVersion();
        return (failed.newer()
                ? warnings.show("store.schema-newer", Severity.ERROR, "The module " + who + " is older than its data: " + failed.getMessage() + ".",
                        "Install the newer version of the module again.")
                : warnings.show("store.migration-failed", Severity.ERROR, "The tables of " + who + " could not be made: " + failed.getMessage() + ".",
                        "Go back to the former version of the module, or ask its maker."))::unregister;
    }
}
