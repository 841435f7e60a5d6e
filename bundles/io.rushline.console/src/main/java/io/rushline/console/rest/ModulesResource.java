package io.rushline.console.rest;

import static io.rushline.console.access.Role.ADMIN;
import static io.rushline.console.access.Role.VIEWER;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rushline.console.Services;
import io.rushline.console.access.Caller;
import io.rushline.console.http.Answer;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.Problem;
import io.rushline.console.http.ProblemException;
import io.rushline.console.http.Request;
import io.rushline.console.view.ModuleView;
import io.rushline.console.view.PlanView;
import io.rushline.console.view.StagedView;
import io.rushline.console.view.UpdateView;
import io.rushline.console.view.VerificationView;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Modules;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.When;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Lists, receives and changes modules. An update that is asked for here may replace this very bundle: the thread that answers goes on with its classes, and
 * {@link JsonResource} hands each answer to the web server as a whole.
 */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern("/api/v1/modules/*")
public final class ModulesResource extends JsonResource {

    private static final long serialVersionUID = 1L;

    static final long LIMIT_BYTES = 512L * 1024 * 1024;
    private static final int DEFAULT_UPDATES = 50;
    private static final int MAX_UPDATES = 500;
    private static final int MAX_NAME_LENGTH = 255;

    record LookRequest(@JsonProperty(required = true) List<String> ids, Boolean allowDowngrade) {
    }

    record InstallRequest(@JsonProperty(required = true) List<String> ids, Boolean allowDowngrade, String when) {
    }

    record RemoveRequest(@JsonProperty(required = true) String module) {
    }

    record ListView(List<ModuleView> modules, String safeMode, UpdateView current) {
    }

    private final transient Services services;
    private final long limitBytes;

    @Activate
    public ModulesResource(@Reference Services services) {
        this(services, LIMIT_BYTES);
    }

    /** @param limitBytes of a module's file */
    public ModulesResource(Services services, long limitBytes) {
        this.services = services;
        this.limitBytes = limitBytes;
        get("/modules", VIEWER, r -> list(services.needModules()));
        get("/modules/history", VIEWER, this::history);
        get("/modules/updates/{id}", VIEWER, r -> update(r.id()));
        post("/modules/updates/{id}/cancel", ADMIN, this::cancel);
        get("/modules/staged", VIEWER, r -> Map.of("modules", services.needModules().staged().stream().map(StagedView::of).toList()));
        post("/modules/staged", ADMIN, this::stage);
        delete("/modules/staged/{sha256}", ADMIN, r -> {
            services.needModules().discard(r.sha256(), actor(r));
            return null;
        });
        post("/modules/look", ADMIN, r -> {
            LookRequest wanted = r.body(LookRequest.class);
            return PlanView.of(services.needModules().look(ids(wanted.ids()), allowed(wanted.allowDowngrade())));
        });
        post("/modules/verify", ADMIN, r -> Map.of("modules", services.needModuleHost().verify().stream().map(VerificationView::of).toList()));
        post("/modules/install", ADMIN, this::install);
        post("/modules/rollback", ADMIN, r -> accepted(services.needModules().rollBack(actor(r))));
        post("/modules/remove", ADMIN, r -> {
            String module = r.body(RemoveRequest.class).module();
            if (module == null) {
                throw ProblemException.badRequest("module must be a text.");
            }
            return accepted(services.needModules().remove(module, actor(r)));
        });
    }

    private ListView list(Modules modules) {
        return new ListView(ModuleView.of(modules.modules()), modules.safeMode().orElse(null), modules.current().map(this::view).orElse(null));
    }

    private Object history(Request request) throws ProblemException, ModuleException {
        int offset = request.query("offset", 0, Integer.MAX_VALUE, 0);
        int limit = request.query("limit", 1, MAX_UPDATES, DEFAULT_UPDATES);
        return Map.of("updates", services.needModules().history(offset, limit).stream().map(this::view).toList());
    }

    private UpdateView update(long id) throws ProblemException {
        return services.needModules().find(id).map(this::view)
                .orElseThrow(() -> ProblemException.notFound("modules.unknown-update", "There is no such update."));
    }

    private Object cancel(Request request) throws ProblemException, ModuleException {
        update(request.id());
        services.needModules().cancel(request.id(), actor(request));
        return Answer.json(202, update(request.id()));
    }

    private Object stage(Request request) throws IOException, ProblemException, ModuleException {
        String type = Optional.ofNullable(request.http().getContentType()).orElse("").toLowerCase(Locale.ROOT);
        if (!type.split(";", 2)[0].strip().equals("application/octet-stream")) {
            throw new ProblemException(Problem.of(415, "request.not-binary", "The body must be application/octet-stream.", null, null));
        }
        String name = request.query("name").orElse("");
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH || name.matches("(?s).*[/\\\\\\p{Cntrl}].*")) {
            throw ProblemException.badRequest("name must be the file's name, without its folders.");
        }
        if (request.http().getContentLengthLong() > limitBytes) {
            throw tooLarge();
        }
        Modules modules = services.needModules();
        LimitedStream content = new LimitedStream(request.http().getInputStream(), limitBytes);
        try {
            return Answer.json(201, StagedView.of(modules.stage(content, name, actor(request))));
        } catch (ModuleException | RuntimeException e) {
            if (content.isTooLong()) {
                throw tooLarge(); // e only tells that the stream ended so
            }
            throw e;
        }
    }

    private ModuleException tooLarge() {
        return new ModuleException(ModuleException.Code.TOO_LARGE, "At most " + limitBytes + " bytes are taken.");
    }

    private Object install(Request request) throws IOException, ProblemException, ModuleException {
        InstallRequest wanted = request.body(InstallRequest.class);
        return accepted(services.needModules().install(ids(wanted.ids()), allowed(wanted.allowDowngrade()), when(wanted.when()), actor(request)));
    }

    private Answer accepted(Update update) {
        return Answer.json(202, view(update));
    }

    private UpdateView view(Update update) {
        return UpdateView.of(update, services.moduleHost());
    }

    static List<String> ids(List<String> ids) throws ProblemException {
        if (ids == null || ids.isEmpty() || ids.stream().anyMatch(id -> id == null || !id.matches("[0-9a-f]{64}"))) {
            throw ProblemException.badRequest("ids must be a list of one or more SHA-256, in lower-case hexadecimal digits.");
        }
        return ids;
    }

    static Set<Allow> allowed(Boolean downgrade) {
        return Boolean.TRUE.equals(downgrade) ? Set.of(Allow.DOWNGRADE) : Set.of();
    }

    static When when(String text) throws ProblemException {
        if (text == null || text.equals("now")) {
            return When.NOW;
        }
        if (text.equals("idle")) {
            return When.IDLE;
        }
        try {
            return When.at(Instant.parse(text));
        } catch (DateTimeException e) {
            throw ProblemException.badRequest("when must be now, idle, or a time as in 2026-11-24T12:00:00Z.");
        }
    }

    /** Whoever may read the home commands by the local token: the command does. */
    static Actor actor(Request request) {
        Caller caller = request.caller().orElseThrow();
        return new Actor(caller.means() == Caller.Means.TOKEN ? Actor.Via.CTL : Actor.Via.CONSOLE, caller.name());
    }
}
