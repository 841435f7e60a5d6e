package io.rushline.console.rest;

import static io.rushline.console.access.Role.ADMIN;
import static io.rushline.console.access.Role.VIEWER;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rushline.console.Services;
import io.rushline.console.http.Answer;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import io.rushline.console.http.Request;
import io.rushline.console.view.HotspotView;
import io.rushline.network.api.Hotspot;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.Radios;
import io.rushline.network.api.Secret;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The device's own Wi-Fi, and in which country its radios are. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern({"/api/v1/network/hotspot/*", "/api/v1/network/country"})
public final class HotspotResource extends JsonResource {

    private static final long serialVersionUID = 1L;

    record HotspotPasswordRequest(@JsonProperty(required = true) String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "HotspotPasswordRequest";
        }
    }

    record CountryRequest(@JsonProperty(required = true) String country) {
    }

    private final transient Services services;

    @Activate
    public HotspotResource(@Reference Services services) {
        this.services = services;
        get("/network/hotspot", ADMIN, r -> view(r, services.needHotspot().door()));
        post("/network/hotspot", ADMIN, r -> view(r, Optional.of(services.needHotspot().open())));
        delete("/network/hotspot", ADMIN, r -> {
            services.needHotspot().close();
            return null;
        });
        put("/network/hotspot/password", ADMIN, this::setPassword);
        get("/network/hotspot/join.svg", ADMIN, r -> picture(r, HotspotView::joinText));
        get("/network/hotspot/console.svg", ADMIN, r -> picture(r, HotspotView::console));
        get("/network/country", VIEWER, r -> country(services.needRadios()));
        put("/network/country", ADMIN, this::setCountry);
    }

    /** The console is found there at the port at which it was found here. */
    private static Optional<HotspotView> of(Request request, Optional<Hotspot.Door> door) {
        return door.map(open -> HotspotView.of(open, request.http().getLocalPort()));
    }

    private static Map<String, Object> view(Request request, Optional<Hotspot.Door> door) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("hotspot", of(request, door).orElse(null));
        return answer;
    }

    private Answer picture(Request request, Function<HotspotView, String> text) throws ProblemException {
        HotspotView open = of(request, services.needHotspot().door()).orElseThrow(() -> ProblemException.notFound("network.no-hotspot", "The device's own Wi-Fi is not open."));
        return new Answer(200, "image/svg+xml", QrCode.svg(text.apply(open)));
    }

    private Object setPassword(Request request) throws IOException, ProblemException, NetworkException {
        HotspotPasswordRequest wanted = request.body(HotspotPasswordRequest.class);
        if (wanted.password() == null) {
            throw ProblemException.badRequest("password must be a text.");
        }
        services.needHotspot().setPassword(new Secret(wanted.password()));
        return null;
    }

    private Object setCountry(Request request) throws IOException, ProblemException, NetworkException {
        Radios radios = services.needRadios();
        radios.setCountry(Optional.ofNullable(request.body(CountryRequest.class).country()));
        return country(radios);
    }

    private static Map<String, Object> country(Radios radios) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("country", radios.country().orElse(null));
        return answer;
    }
}
