package io.rushline.console;

import io.rushline.console.access.Access;
import io.rushline.console.access.AccessException;
import io.rushline.console.access.Caller;
import io.rushline.console.access.Role;
import io.rushline.console.http.Gate;
import io.rushline.console.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Puts Felix Web Console behind the console's own login, and lets it change nothing but configurations: its bundles page takes any jar, without
 * signature, trial and history, and its system page stops the appliance. It is asked for every request, whichever root Web Console is given.
 *
 * <p>The framework property {@code felix.webconsole.security.providers=rushline} makes Web Console wait for this service instead of falling back to
 * its own password.
 */
@Component(service = SecurityProvider.class, property = SecurityProvider.PROPERTY_ID + "=" + WebConsoleLogin.ID)
public final class WebConsoleLogin implements SecurityProvider {

    static final String ID = "rushline";

    private static final Logger LOG = System.getLogger(WebConsoleLogin.class.getName());

    private static final Set<String> READS = Set.of("GET", "HEAD");
    /** Below Web Console's root, as it chooses its plug-in. */
    private static final String CONFIGURATIONS = "/configMgr";

    private final Access access;

    /** @param gate not used: without the gate nobody is known and nobody gets in */
    @Activate
    public WebConsoleLogin(@Reference Access access, @Reference Gate gate) {
        this.access = access;
    }

    /** The gate has checked and answered already; a request that has not come through it is turned away. */
    @Override
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        Optional<Caller> admin = Caller.of(request).filter(caller -> caller.role().covers(Role.ADMIN));
        if (admin.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        } else if (!READS.contains(request.getMethod()) && !isConfigurations(request.getPathInfo())) {
            refuse(response);
            return null;
        }
        return admin.map(Caller::name).orElse(null);
    }

    private static boolean isConfigurations(String path) {
        return path != null && (path.equals(CONFIGURATIONS) || path.startsWith(CONFIGURATIONS + "/"));
    }

    private static void refuse(HttpServletResponse response) {
        try {
            Problem.of(403, "request.web-console", "Felix Web Console changes nothing here but configurations.", null,
                    "Install, update and remove modules on the console's page of modules, or with rushline ctl modules.").send(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only an admin gets as far as this. */
    @Override
    public boolean authorize(Object user, String role) {
        return true;
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        Gate.setCookie(request, response, "", Duration.ZERO);
        try {
            if (Gate.cookie(request).isPresent()) {
                access.logout(Gate.cookie(request).get());
            }
        } catch (AccessException e) {
            LOG.log(Level.WARNING, "The session is ended in memory but not in the database", e);
        }
    }
}
