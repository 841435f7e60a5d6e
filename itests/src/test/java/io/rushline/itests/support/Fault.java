package io.rushline.itests.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** What a bundle of a test does when it starts or stops. The activators are put into that bundle as they are. */
public enum Fault {
    /** Works: registers a health check that is well. */
    NONE(Healthy.class),
    /** Its start throws. */
    THROWS(Throws.class),
    /** Its start waits for ever, and ends when it is interrupted. */
    BLOCKS(Blocks.class),
    /** Its start never ends, whatever one does. */
    HANGS(Hangs.class),
    /** Its stop never ends, whatever one does; healthy until then. */
    HANGS_AT_STOP(HangsAtStop.class),
    /** Its start ends the JVM as a program does. */
    EXITS(Exits.class),
    /** Its start ends the JVM as a crash does. */
    HALTS(Halts.class),
    /** The same, a second after a good start. */
    HALTS_LATER(HaltsLater.class),
    /** The same as {@link #HALTS} where the home holds a file {@code halt}; works else. */
    HALTS_WHEN_TOLD(HaltsWhenTold.class),
    /** Starts, and has a health check that says CRITICAL. */
    UNHEALTHY(Unhealthy.class),
    /** Starts, and has a health check that throws. */
    HEALTH_THROWS(HealthThrows.class),
    /** Starts, and has a health check that never answers, whatever one does. */
    HEALTH_HANGS(HealthHangs.class);

    private final Class<?> activator;

    Fault(Class<?> activator) {
        this.activator = activator;
    }

    String activator() {
        return activator.getName();
    }

    /** What the bundle has to hold for it. */
    List<Class<?>> classes() {
        return List.of(activator, Healthy.class);
    }

    static String entry(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    static byte[] bytes(Class<?> type) {
        try (InputStream in = type.getClassLoader().getResourceAsStream(entry(type))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the next version of a bundle has more than the one before. */
    static final class Marker {
        private Marker() {
        }
    }

    /** A good bundle; what others do instead. */
    public static class Healthy implements BundleActivator {
        @Override
        public void start(BundleContext context) throws Exception {
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(HealthCheck.NAME, "Of a test");
            properties.put(HealthCheck.TAGS, new String[] {"rushline", context.getBundle().getSymbolicName()});
            context.registerService(HealthCheck.class, this::check, properties);
        }

        protected Result check() {
            return new Result(Result.Status.OK, "well");
        }

        @Override
        public void stop(BundleContext context) throws Exception {
            // nothing is held
        }
    }

    public static final class Throws extends Healthy {
        @Override
        public void start(BundleContext context) throws Exception {
            throw new IllegalStateException("broken on purpose");
        }
    }

    public static final class Blocks extends Healthy {
        @Override
        public void start(BundleContext context) throws Exception {
            synchronized (this) {
                wait();
            }
        }
    }

    public static final class Hangs extends Healthy {
        @Override
        public void start(BundleContext context) throws Exception {
            while (context != null) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    public static final class HangsAtStop extends Healthy {
        @Override
        public void stop(BundleContext context) throws Exception {
            while (context != null) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    public static final class Exits extends Healthy {
        @Override
        public void start(BundleContext context) throws Exception {
            System.exit(3);
        }
    }

    public static final class Halts extends Healthy {
        @Override
        public void start(BundleContext context) throws Exception {
            Runtime.getRuntime().halt(3);
        }
    }

    public static final class Unhealthy extends Healthy {
        @Override
        protected Result check() {
            return new Result(Result.Status.CRITICAL, "unhealthy on purpose");
        }
    }

    public static final class HealthThrows extends Healthy {
        @Override
        protected Result check() {
            throw new IllegalStateException("broken on purpose");
        }
    }

    public static final class HaltsLater extends Healthy {
        @Override
        public void start(BundleContext context) throws Exception {
            super.start(context);
            Thread later = new Thread(() -> {
                long until = System.nanoTime() + 1_000_000_000;
                while (System.nanoTime() - until < 0) {
                    LockSupport.parkNanos(1_000_000);
                }
                Runtime.getRuntime().halt(1);
            });
            later.setDaemon(true);
            later.start();
        }
    }

    public static final class HaltsWhenTold extends Healthy {
        @Override
        public void start(BundleContext context) throws Exception {
            if (Files.exists(Path.of(context.getProperty("rushline.home"), "halt"))) {
                Runtime.getRuntime().halt(1);
            }
            super.start(context);
        }
    }

    public static final class HealthHangs extends Healthy {
        @Override
        protected Result check() {
            while (true) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
