package io.rushline.console.rest;

import static io.rushline.console.access.Role.ADMIN;
import static io.rushline.console.access.Role.OPERATOR;
import static io.rushline.console.access.Role.VIEWER;

import io.rushline.auth.api.Pairing;
import io.rushline.console.Services;
import io.rushline.console.http.Answer;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import io.rushline.console.http.Request;
import io.rushline.console.view.ConnectionView;
import io.rushline.console.view.PairingView;
import jakarta.servlet.Servlet;
import java.net.URI;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Pairs and unpairs. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern({"/api/v1/connection", "/api/v1/pairing/*"})
public final class ConnectionResource extends JsonResource {

    private static final long serialVersionUID = 1L;

    private final transient Services services;

    @Activate
    public ConnectionResource(@Reference Services services) {
        this.services = services;
        get("/connection", VIEWER, r -> ConnectionView.of(services.needConnector().connection()));
        delete("/connection", ADMIN, r -> {
            services.needConnector().unpair();
            return null;
        });
        get("/pairing", VIEWER, r -> PairingView.of(services.needConnector().pairing()));
        post("/pairing", OPERATOR, r -> {
            services.needConnector().pair();
            return Answer.json(202, PairingView.of(services.needConnector().pairing()));
        });
        delete("/pairing", OPERATOR, r -> {
            services.needConnector().cancel();
            return null;
        });
        get("/pairing/qr.svg", VIEWER, this::qrCode);
    }

    private Object qrCode(Request request) throws ProblemException {
        Pairing pairing = services.needConnector().pairing();
        URI uri = pairing.completeUri().filter(u -> pairing.step() == Pairing.Step.CODE)
                .orElseThrow(() -> ProblemException.notFound("pairing.no-code", "There is no live code."));
        return new Answer(200, "image/svg+xml", QrCode.svg(uri.toString()));
    }
}
