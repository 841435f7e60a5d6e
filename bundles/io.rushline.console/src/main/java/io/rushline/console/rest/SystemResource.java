package io.rushline.console.rest;

import static io.rushline.console.access.Role.ADMIN;

import io.rushline.console.Appliance;
import io.rushline.console.http.Answer;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The log, and the document that describes this API. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern({"/api/v1/logs", "/api/v1/openapi.json"})
public final class SystemResource extends JsonResource {

    private static final long serialVersionUID = 1L;
    private static final int MAX_LINES = 1_000;
    private static final int DEFAULT_LINES = 200;

    @Activate
    public SystemResource(@Reference Appliance appliance) {
        byte[] document = document();
        open("GET", "/openapi.json", r -> new Answer(200, "application/json", document));
        get("/logs", ADMIN, r -> {
            int lines = r.query("lines", 1, MAX_LINES, DEFAULT_LINES);
            try {
                return Map.of("lines", LogTail.read(appliance.home().resolve("logs/rushline.0.log"), lines));
            } catch (NoSuchFileException e) {
                throw ProblemException.notFound("logs.missing", "There is no log file.");
            }
        });
    }

    private static byte[] document() {
        try (InputStream in = SystemResource.class.getResourceAsStream("/openapi.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the bundle is damaged: openapi.json cannot be read", e);
        }
    }
}
