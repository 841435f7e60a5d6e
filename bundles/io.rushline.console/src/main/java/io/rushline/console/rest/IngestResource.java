package io.rushline.console.rest;

import static io.rushline.console.access.Role.OPERATOR;
import static io.rushline.console.access.Role.VIEWER;

import io.rushline.console.Services;
import io.rushline.console.http.Answer;
import io.rushline.console.http.JsonResource;
import io.rushline.console.view.StatusView;
import io.rushline.ingest.api.Ingest;
import jakarta.servlet.Servlet;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Where clips come from. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern("/api/v1/ingests/*")
public final class IngestResource extends JsonResource {

    private static final long serialVersionUID = 1L;

    @Activate
    public IngestResource(@Reference Services services) {
        get("/ingests", VIEWER, r -> Map.of("ingests", StatusView.ingests(services)));
        post("/ingests/rescan", OPERATOR, r -> {
            services.ingests().forEach(Ingest::rescan);
            return new Answer(202, null, null);
        });
    }
}
