package io.rushline.console.http;

import io.rushline.console.access.Access;
import io.rushline.console.access.Caller;
import io.rushline.console.access.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/**
 * The one door: every request, for whichever servlet, passes host, origin and login checks here first and gets its security headers.
 *
 * <p>API routes decide themselves which role they need; all else needs a login, but for the login page and what it loads.
 */
@Component(service = {Gate.class, Preprocessor.class})
public final class Gate implements Preprocessor {

    private static final String PASSED = Gate.class.getName();

    public static final String COOKIE = "rushline_session";
    public static final String WEB_CONSOLE = "/system/console";

    private static final String LOGIN = "/login";
    private static final String PASSWORD = JsonResource.ROOT + "/password";
    private static final Set<String> LOGIN_PAGES = Set.of(LOGIN, "/login.html");
    private static final Set<String> PROXY_HEADERS = Set.of("Forwarded", "X-Forwarded-For", "Via");
    /** Who has joined the hotspot, which takes a password too, may set that of the admin while there is none, and do nothing else. */
    private static final Caller BEGINNER = new Caller("hotspot", Role.ADMIN, Caller.Means.HOTSPOT);
    private static final Set<String> PAGE_PARTS = Set.of("js", "css", "svg", "png", "ico", "woff2", "webmanifest");

    private final HostGuard hosts;
    private final HotspotGuests guests;
    private final Access access;
    private final PagePolicy policy;

    @Activate
    public Gate(@Reference HostGuard hosts, @Reference HotspotGuests guests, @Reference Access access, @Reference PagePolicy policy) {
        this.hosts = hosts;
        this.guests = guests;
        this.access = access;
        this.policy = policy;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        // The same decoded path that the dispatcher goes by.
        String path = Stream.of(http.getServletPath(), http.getPathInfo()).filter(part -> part != null).reduce("", String::concat);
        boolean api = path.equals("/api") || path.startsWith("/api/");
        headers(answer, path, api);
        try {
            if (!hosts.knows(http.getHeader("Host"))) {
                throw new ProblemException(Problem.of(421, "request.host", "This appliance does not go by that name.", null,
                        "Use its address, or add the name to the setting hostNames."));
            }
            boolean here = isHere(http);
            boolean guest = guests.include(http) && isDirect(http);
            if (guests.addressed(http) && !guest) {
                throw new ProblemException(Problem.of(403, "access.hotspot", "This address is for those who have joined this appliance's own Wi-Fi.", null,
                        "Join it, or use another address of this appliance."));
            }
            boolean beginner = guest && access.awaitsPassword();
            Optional<Caller> known = access.caller(bearer(http), cookie(http), here);
            Optional<Caller> caller = known.isEmpty() && beginner && path.equals(PASSWORD) ? Optional.of(BEGINNER) : known;
            if (caller.isEmpty() && !access.admits(here || beginner)) {
                throw access.passwordSet().isEmpty() ? ProblemException.away("database") : localOnly();
            }
            if (caller.isEmpty() && cookie(http).isPresent() && access.passwordSet().isEmpty() && !isOpen(http, path)) {
                throw ProblemException.away("database"); // it knows whose session this is: nobody is sent to the login while the console is just starting
            }
            OriginCheck.check(http, caller, api);
            http.setAttribute(PASSED, true);
            caller.ifPresent(who -> who.attach(http));
            if (!api && !isOpen(http, path) && caller.isEmpty()) {
                turnAway(http, answer, path);
                return;
            }
            if (isWebConsole(path) && !caller.get().role().covers(Role.ADMIN)) {
                throw new ProblemException(Problem.of(403, "access.role", "This needs the role " + Role.ADMIN + ".", null, null));
            }
        } catch (ProblemException e) {
            e.send(answer);
            return;
        }
        chain.doFilter(request, response);
    }

    /** Whether a request came through the gate; while the console is starting, or being replaced, it may not stand yet, or not any more. */
    static boolean passed(HttpServletRequest http) {
        return http.getAttribute(PASSED) != null;
    }

    private static ProblemException localOnly() {
        return new ProblemException(Problem.of(403, "access.local-only", "Only the appliance itself gets in until an admin password is set.", null,
                "Set one in a browser on the appliance."));
    }

    private void headers(HttpServletResponse answer, String path, boolean api) {
        answer.setHeader("Content-Security-Policy", isWebConsole(path) ? PagePolicy.WEB_CONSOLE : policy.contentSecurityPolicy());
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Referrer-Policy", "same-origin");
        answer.setHeader("X-Frame-Options", "DENY");
        answer.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (api) {
            answer.setHeader("Cache-Control", "no-store");
        }
    }

    private static boolean isWebConsole(String path) {
        return path.equals(WEB_CONSOLE) || path.startsWith(WEB_CONSOLE + "/");
    }

    /** The login page and what it loads: nothing of this appliance's in particular. */
    private static boolean isOpen(HttpServletRequest http, String path) {
        boolean reads = http.getMethod().equals("GET") || http.getMethod().equals("HEAD");
        return reads && !path.startsWith("/system/")
                && (LOGIN_PAGES.contains(path) || PAGE_PARTS.contains(path.substring(path.lastIndexOf('.') + 1)));
    }

    private static void turnAway(HttpServletRequest http, HttpServletResponse answer, String path) throws IOException, ProblemException {
        if (!http.getMethod().equals("GET") || !Optional.ofNullable(http.getHeader("Accept")).orElse("").contains("text/html")) {
            throw new ProblemException(Problem.of(401, "access.login", "Log in first.", null, "Log in, or send the local token."));
        }
        answer.setStatus(HttpServletResponse.SC_FOUND);
        answer.setHeader("Cache-Control", "no-store");
        answer.setHeader("Location", LOGIN + "?next=" + URLEncoder.encode(path, StandardCharsets.UTF_8));
    }

    /** Whether a request surely comes from the appliance itself: what a proxy hands on does not, wherever the proxy is. */
    public static boolean isHere(HttpServletRequest http) {
        return Access.isLoopback(http.getRemoteAddr()) && isDirect(http);
    }

    private static boolean isDirect(HttpServletRequest http) {
        return PROXY_HEADERS.stream().allMatch(name -> http.getHeader(name) == null);
    }

    private static Optional<String> bearer(HttpServletRequest http) {
        return Optional.ofNullable(http.getHeader("Authorization")).filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip());
    }

    /** The value of the session cookie. */
    public static Optional<String> cookie(HttpServletRequest http) {
        return Optional.ofNullable(http.getCookies()).stream().flatMap(Arrays::stream).filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue).findFirst();
    }

    /** Gives the browser a session, or takes it away where the value is empty. */
    public static void setCookie(HttpServletRequest http, HttpServletResponse response, String value, Duration life) {
        Cookie cookie = new Cookie(COOKIE, value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(http.isSecure());
        cookie.setMaxAge(Math.toIntExact(life.toSeconds()));
        cookie.setAttribute("SameSite", "Strict");
        response.addCookie(cookie);
    }
}
