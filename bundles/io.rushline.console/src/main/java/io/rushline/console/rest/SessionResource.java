package io.rushline.console.rest;

import static io.rushline.console.access.Role.ADMIN;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rushline.console.access.Access;
import io.rushline.console.access.AccessException;
import io.rushline.console.access.Caller;
import io.rushline.console.access.Role;
import io.rushline.console.http.Gate;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import io.rushline.console.http.Request;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Logs people in and out, and sets the admin password. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern({"/api/v1/session", "/api/v1/login", "/api/v1/logout", "/api/v1/password"})
public final class SessionResource extends JsonResource {

    private static final long serialVersionUID = 1L;

    record LoginRequest(@JsonProperty(required = true) String name, @JsonProperty(required = true) String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "LoginRequest[" + name + "]";
        }
    }

    record PasswordRequest(String current, @JsonProperty(required = true) String password) {
        /** Without the passwords. */
        @Override
        public String toString() {
            return "PasswordRequest";
        }
    }

    record SessionView(String name, Role role, Boolean passwordSet, boolean passwordLost) {
    }

    private final transient Access access;

    @Activate
    public SessionResource(@Reference Access access) {
        this.access = access;
        open("GET", "/session", r -> view(r.caller()));
        open("POST", "/login", this::login);
        open("POST", "/logout", this::logout);
        post("/password", ADMIN, this::setPassword);
    }

    private SessionView view(Optional<Caller> caller) {
        return new SessionView(caller.map(Caller::name).orElse(null), caller.map(Caller::role).orElse(null), access.passwordSet().orElse(null),
                access.passwordLost());
    }

    private Object login(Request request) throws IOException, ProblemException, AccessException {
        LoginRequest wanted = request.body(LoginRequest.class);
        if (wanted.name() == null || wanted.password() == null) {
            throw ProblemException.badRequest("name and password must be texts.");
        }
        return welcome(request, access.login(wanted.name(), wanted.password(), request.http().getRemoteAddr()));
    }

    private Object logout(Request request) throws AccessException {
        Optional<String> cookie = Gate.cookie(request.http());
        Gate.setCookie(request.http(), request.response(), "", Duration.ZERO);
        if (cookie.isPresent()) {
            access.logout(cookie.get());
        }
        return null;
    }

    private Object setPassword(Request request) throws IOException, ProblemException, AccessException {
        PasswordRequest wanted = request.body(PasswordRequest.class);
        if (wanted.password() == null) {
            throw ProblemException.badRequest("password must be a text.");
        }
        return welcome(request, access.setPassword(request.caller().orElseThrow(), Optional.ofNullable(wanted.current()), wanted.password(),
                request.http().getRemoteAddr()));
    }

    private SessionView welcome(Request request, String token) {
        Gate.setCookie(request.http(), request.response(), token, Access.SESSION_LIFE);
        return view(access.caller(Optional.empty(), Optional.of(token), false));
    }
}
