package io.rushline.console.rest;

import static io.rushline.console.access.Role.ADMIN;
import static io.rushline.console.access.Role.VIEWER;

import io.rushline.console.Appliance;
import io.rushline.console.http.Answer;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The installed bundles, the log, and the document that describes this API. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern({"/api/v1/modules", "/api/v1/logs", "/api/v1/openapi.json"})
public final class SystemResource extends JsonResource {

    private static final long serialVersionUID = 1L;
    private static final int MAX_LINES = 1_000;
    private static final int DEFAULT_LINES = 200;
    private static final Map<Integer, String> STATES = Map.of(Bundle.UNINSTALLED, "UNINSTALLED", Bundle.INSTALLED, "INSTALLED", Bundle.RESOLVED,
            "RESOLVED", Bundle.STARTING, "STARTING", Bundle.STOPPING, "STOPPING", Bundle.ACTIVE, "ACTIVE");

    record ModuleView(String name, String version, String state) {
    }

    @Activate
    public SystemResource(@Reference Appliance appliance, BundleContext context) {
        byte[] document = document();
        open("GET", "/openapi.json", r -> new Answer(200, "application/json", document));
        get("/modules", VIEWER, r -> Map.of("modules", modules(context)));
        get("/logs", ADMIN, r -> {
            int lines = r.query("lines", 1, MAX_LINES, DEFAULT_LINES);
            try {
                return Map.of("lines", LogTail.read(appliance.home().resolve("logs/rushline.0.log"), lines));
            } catch (NoSuchFileException e) {
                throw ProblemException.notFound("logs.missing", "There is no log file.");
            }
        });
    }

    private static List<ModuleView> modules(BundleContext context) {
        return Arrays.stream(context.getBundles())
                .map(bundle -> new ModuleView(bundle.getSymbolicName(), bundle.getVersion().toString(), STATES.get(bundle.getState())))
                .sorted(Comparator.comparing(ModuleView::name)).toList();
    }

    private static byte[] document() {
        try (InputStream in = SystemResource.class.getResourceAsStream("/openapi.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the bundle is damaged: openapi.json cannot be read", e);
        }
    }
}
