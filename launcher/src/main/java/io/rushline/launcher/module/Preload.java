package io.rushline.launcher.module;

import java.lang.System.Logger.Level;
import java.net.URL;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Reads and links the classes of bundles while the former ones still run, so that nobody waits for that between the two. None of their code runs. */
final class Preload {

    private static final System.Logger LOG = System.getLogger(Preload.class.getName());
    private static final String SUFFIX = ".class";
    /** What is not read by then is read when it is used, as ever. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Preload() {
    }

    /** @param bundles resolved, not started */
    static void of(Collection<Bundle> bundles) {
        long end = System.nanoTime() + LIMIT.toNanos();
        for (Bundle bundle : bundles) {
            if (bundle.getState() == Bundle.RESOLVED && bundle.adapt(BundleWiring.class).getClassLoader() != null) {
                classes(bundle, end);
            }
        }
    }

    private static void classes(Bundle bundle, long end) {
        Enumeration<URL> found = bundle.findEntries("/", "*" + SUFFIX, true);
        for (URL entry : found == null ? Collections.<URL>emptyList() : Collections.list(found)) {
            if (System.nanoTime() >= end) {
                return;
            }
            link(bundle, entry.getPath().substring(1));
        }
    }

    private static void link(Bundle bundle, String entry) {
        try {
            // Asking for its methods links a class and does not initialise it.
            bundle.loadClass(entry.substring(0, entry.length() - SUFFIX.length()).replace('/', '.')).getDeclaredMethods();
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.log(Level.DEBUG, "What uses it hears of it: {0} in {1}: {2}", entry, Part.identity(bundle), e); // a library that is not there, a newer Java
        }
    }
}
