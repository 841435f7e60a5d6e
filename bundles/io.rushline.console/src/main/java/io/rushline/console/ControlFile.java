package io.rushline.console;

import io.rushline.console.access.Access;
import io.rushline.console.http.Json;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.HttpServiceRuntimeConstants;

/**
 * Keeps {@code run/ctl.json} below the home while the console can be reached: its address and the local token, for the owner's eyes only.
 * Whoever may read the home may command the appliance, and nobody else. Who finds the file finds the whole API: it is written when all of its
 * servlets are there.
 */
@Component(service = ControlFile.class, immediate = true,
        property = ControlFile.SERVLETS + ".cardinality.minimum:Integer=" + ControlFile.SERVLETS_OF_THE_API)
public final class ControlFile {

    static final String SERVLETS = "servlets";
    static final int SERVLETS_OF_THE_API = 15;

    private static final Logger LOG = System.getLogger(ControlFile.class.getName());
    private static final long AGAIN_SECONDS = 1;

    private final Path file;
    private final String token;
    private final ScheduledExecutorService later = Threads.one("console-control-file");

    // guarded by this
    private String url;
    private String written;
    private Future<?> again = CompletableFuture.completedFuture(null);

    record Content(String url, String token) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Content[" + url + "]";
        }
    }

    @Activate
    public ControlFile(@Reference Appliance appliance, @Reference Access access) {
        this.file = appliance.home().resolve("run/ctl.json");
        this.token = access.localToken();
    }

    @Reference(name = SERVLETS, service = Servlet.class, target = "(osgi.http.whiteboard.servlet.pattern=/api/*)",
            cardinality = ReferenceCardinality.AT_LEAST_ONE, policy = ReferencePolicy.DYNAMIC)
    void bindServlet(ServiceReference<Servlet> servlet) {
        LOG.log(Level.TRACE, "One more servlet of the API: {0}", servlet);
    }

    void unbindServlet(ServiceReference<Servlet> servlet) {
        LOG.log(Level.TRACE, "One servlet of the API less: {0}", servlet);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            updated = "bindHttp")
    synchronized void bindHttp(HttpServiceRuntime http, Map<String, Object> properties) {
        Optional<Integer> port = port(properties.get(HttpServiceRuntimeConstants.HTTP_SERVICE_ENDPOINT));
        if (port.isPresent()) {
            url = "http://127.0.0.1:" + port.get();
            write(Level.ERROR);
        }
    }

    /** The server starts anew, with the same address as a rule: the file stays. */
    void unbindHttp(HttpServiceRuntime http) {
        LOG.log(Level.DEBUG, "The web server stops");
    }

    @Deactivate
    synchronized void remove() {
        later.shutdown();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The control file cannot be removed; it is of no use to anybody by now", e);
        }
    }

    /** Tried until it works: a full disk is freed some time. */
    private synchronized void write(Level trouble) {
        if (url.equals(written) || later.isShutdown()) {
            return;
        }
        try {
            Files.createDirectories(file.getParent(), ownerOnly("rwx------"));
            Path draft = Files.createTempFile(file.getParent(), "ctl", ".tmp", ownerOnly("rw-------"));
            try {
                Files.write(draft, Json.bytes(new Content(url, token)));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft); // where it could not take its place
            }
            written = url;
            LOG.log(Level.INFO, "The console answers at {0}", url);
        } catch (IOException e) {
            LOG.log(trouble, "The control file cannot be written: 'rushline ctl' will not find this appliance until it can", e);
            again.cancel(false);
            again = later.schedule(() -> write(Level.DEBUG), AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static FileAttribute<?> ownerOnly(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    /** From what the server says it listens at, as in {@code http://127.0.0.1:8080/}. */
    static Optional<Integer> port(Object endpoints) {
        Stream<String> urls = endpoints instanceof String[] many ? Arrays.stream(many) : endpoints instanceof String one ? Stream.of(one) : Stream.of();
        return urls.filter(text -> text.startsWith("http:")).map(text -> URI.create(text).getPort()).filter(port -> port > 0).findFirst();
    }
}
