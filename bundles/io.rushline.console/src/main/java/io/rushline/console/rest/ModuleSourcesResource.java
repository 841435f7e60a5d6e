package io.rushline.console.rest;

import static io.rushline.console.access.Role.ADMIN;
import static io.rushline.console.access.Role.VIEWER;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rushline.console.Services;
import io.rushline.console.http.Answer;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import io.rushline.console.http.Request;
import io.rushline.console.view.FleetView;
import io.rushline.console.view.RepositoryView;
import io.rushline.host.api.ModuleException;
import io.rushline.modules.api.ModuleRepository;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Where modules come from by themselves: a repository, and a fleet's server. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern({"/api/v1/modules/repository/*", "/api/v1/modules/fleet/*"})
public final class ModuleSourcesResource extends JsonResource {

    private static final long serialVersionUID = 1L;

    record FetchRequest(@JsonProperty(required = true) List<String> ids, Boolean allowDowngrade, String when) {
    }

    record FleetAnswer(@JsonProperty(required = true) String action, @JsonProperty(required = true) boolean agreed) {
    }

    private final transient Services services;

    @Activate
    public ModuleSourcesResource(@Reference Services services) {
        this.services = services;
        get("/modules/repository", VIEWER, r -> RepositoryView.of(services.needModuleRepository().status()));
        post("/modules/repository/check", ADMIN, r -> RepositoryView.of(services.needModuleRepository().check()));
        post("/modules/repository/fetch", ADMIN, this::fetch);
        post("/modules/repository/stop", ADMIN, r -> {
            ModuleRepository repository = services.needModuleRepository();
            repository.stop();
            return RepositoryView.of(repository.status());
        });
        get("/modules/fleet", VIEWER, r -> FleetView.of(services.needFleet().status()));
        post("/modules/fleet/answer", ADMIN, this::answer);
    }

    private Object fetch(Request request) throws IOException, ProblemException, ModuleException {
        FetchRequest wanted = request.body(FetchRequest.class);
        ModuleRepository repository = services.needModuleRepository();
        repository.fetch(ModulesResource.ids(wanted.ids()), ModulesResource.allowed(wanted.allowDowngrade()), ModulesResource.when(wanted.when()),
                ModulesResource.actor(request));
        return Answer.json(202, RepositoryView.of(repository.status()));
    }

    private Object answer(Request request) throws IOException, ProblemException, ModuleException {
        FleetAnswer given = request.body(FleetAnswer.class);
        if (given.action() == null) {
            throw ProblemException.badRequest("action must be a text.");
        }
        services.needFleet().answer(given.action(), given.agreed(), ModulesResource.actor(request));
        return Answer.json(202, FleetView.of(services.needFleet().status()));
    }
}
