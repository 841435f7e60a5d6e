package io.rushline.itests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.SynchronousBundleListener;

/**
 * What a bundle of a test does that watches the others: it notes in a file when ({@code MILLIS}) which bundle stops or starts ({@code stopping NAME VERSION},
 * {@code stopped}, {@code starting}, {@code started}) and which loses a
 * service ({@code lost NAME VERSION TYPE,…}; what is held for one other bundle alone, as the store holds its database, is that one's). Each component of ours is a service, so none restarts unseen; warnings come and go by themselves.
 */
public final class EventNotes extends Fault.Healthy implements SynchronousBundleListener, ServiceListener {

    /** Below the home. */
    public static final String FILE = "event-notes.txt";

    private static final String WARNING = "io.rushline.status.api.Warning";
    private Path file;

    @Override
    public void start(BundleContext context) throws Exception {
        file = Path.of(context.getProperty("rushline.home"), FILE);
        context.addBundleListener(this);
        context.addServiceListener(this);
        super.start(context);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        switch (event.getType()) {
            case BundleEvent.STOPPING -> note("stopping " + identity(event.getBundle()));
            case BundleEvent.STOPPED -> note("stopped " + identity(event.getBundle()));
            case BundleEvent.STARTING -> note("starting " + identity(event.getBundle()));
            case BundleEvent.STARTED -> note("started " + identity(event.getBundle()));
            default -> { } // installed, resolved: nobody restarts for that
        }
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        Bundle owner = event.getServiceReference().getBundle();
        String types = String.join(",", (String[]) event.getServiceReference().getProperty(Constants.OBJECTCLASS));
        if (event.getType() == ServiceEvent.UNREGISTERING && owner != null && !types.equals(WARNING)) {
            Object holder = event.getServiceReference().getProperty("owner");
            note("lost " + (holder == null ? identity(owner) : holder + " its part of " + identity(owner)) + " " + types);
        }
    }

    private static String identity(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private synchronized void note(String line) {
        try {
            Files.writeString(file, System.currentTimeMillis() + " " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
