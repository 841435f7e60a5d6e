package io.rushline.console.access;

import jakarta.servlet.ServletRequest;
import java.util.Optional;
import org.osgi.service.servlet.context.ServletContextHelper;

/**
 * Who makes a request.
 *
 * @param name  of the account; {@code local} without one
 * @param means how that is known
 */
public record Caller(String name, Role role, Means means) {

    /** How a caller is known. */
    public enum Means {
        /** A session cookie. */
        SESSION,
        /** The local token: whoever may read the home may command the appliance. */
        TOKEN,
        /** No admin password is set and the request comes from the appliance itself. */
        LOOPBACK,
        /** No admin password is set, and who has joined the device's own Wi-Fi sets one. */
        HOTSPOT
    }

    private static final String ATTRIBUTE = Caller.class.getName();

    /** Whom the gate found; empty for a stranger, and for a request that did not come through the gate. */
    public static Optional<Caller> of(ServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
    }

    /** Only the gate says who a caller is. Servlets of other bundles find the name as the whiteboard's remote user (OSGi Compendium, 140.2). */
    public void attach(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
        request.setAttribute(ServletContextHelper.REMOTE_USER, name);
    }
}
