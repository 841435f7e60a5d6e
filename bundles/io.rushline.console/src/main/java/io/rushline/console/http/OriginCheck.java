package io.rushline.console.http;

import io.rushline.console.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses requests that a foreign page makes a browser send (OWASP Cross-Site Request Forgery Prevention Cheat Sheet).
 *
 * <p>What changes something needs a header that no foreign page can send ({@code X-Rushline}), or, outside the API, where plain forms are in
 * use, an origin. What the browser says about the origin must hold in any case. The local token is no ambient authority: no check.
 */
final class OriginCheck {

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private OriginCheck() {
    }

    static void check(HttpServletRequest request, Optional<Caller> caller, boolean api) throws ProblemException {
        if (caller.isPresent() && caller.get().means() == Caller.Means.TOKEN) {
            return;
        }
        boolean changes = !HARMLESS.contains(request.getMethod());
        Optional<String> site = Optional.ofNullable(request.getHeader("Sec-Fetch-Site"));
        Optional<String> origin = Optional.ofNullable(request.getHeader("Origin"));
        boolean follows = !changes && !api && "navigate".equals(request.getHeader("Sec-Fetch-Mode"));
        if (site.isPresent() && !OWN_SITES.contains(site.get()) && !follows) {
            throw foreign("Sec-Fetch-Site is " + site.get() + ".");
        }
        if (origin.isPresent() && !isOwn(origin.get(), request.getHeader("Host"))) {
            throw foreign("Origin is another one.");
        }
        if (changes && api && !"1".equals(request.getHeader("X-Rushline"))) {
            throw foreign("The header X-Rushline: 1 is missing.");
        }
        if (changes && !api && site.isEmpty() && origin.isEmpty()) {
            throw foreign("Neither Origin nor Sec-Fetch-Site is there.");
        }
    }

    private static boolean isOwn(String origin, String host) {
        try {
            URI uri = URI.create(origin);
            return uri.getRawAuthority() != null && uri.getRawAuthority().equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ProblemException foreign(String detail) {
        return new ProblemException(Problem.of(403, "request.foreign", "The request does not come from this console.", detail,
                "Use the console itself, or send the local token."));
    }
}
