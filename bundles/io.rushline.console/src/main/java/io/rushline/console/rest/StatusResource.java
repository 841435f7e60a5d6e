package io.rushline.console.rest;

import static io.rushline.console.access.Role.VIEWER;

import io.rushline.console.Appliance;
import io.rushline.console.Services;
import io.rushline.console.http.JsonResource;
import io.rushline.console.view.StatusView;
import io.rushline.console.view.WarningView;
import jakarta.servlet.Servlet;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** What is going on. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern({"/api/v1/status", "/api/v1/warnings"})
public final class StatusResource extends JsonResource {

    private static final long serialVersionUID = 1L;

    @Activate
    public StatusResource(@Reference Appliance appliance, @Reference Services services) {
        get("/status", VIEWER, r -> StatusView.of(appliance, services));
        get("/warnings", VIEWER, r -> Map.of("warnings", WarningView.of(services.warnings())));
    }
}
