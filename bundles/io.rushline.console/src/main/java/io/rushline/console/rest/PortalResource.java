package io.rushline.console.rest;

import static io.rushline.console.access.Role.ADMIN;

import io.rushline.console.Services;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import io.rushline.console.http.Request;
import io.rushline.console.view.PortalView;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.Portal;
import jakarta.servlet.Servlet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The way of an admin's browser to the sign-in page of a network. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern("/api/v1/network/portal")
public final class PortalResource extends JsonResource {

    private static final long serialVersionUID = 1L;

    private final transient Services services;

    @Activate
    public PortalResource(@Reference Services services) {
        this.services = services;
        get("/network/portal", ADMIN, r -> view(services.needPortal().door()));
        post("/network/portal", ADMIN, this::open);
        delete("/network/portal", ADMIN, r -> {
            services.needPortal().close();
            return null;
        });
    }

    /** Where the caller has found the console, the proxy is found too; and nobody else gets in. */
    private Object open(Request request) throws ProblemException, NetworkException, UnknownHostException {
        return view(Optional.of(services.needPortal().open(InetAddress.getByName(request.http().getLocalAddr()), InetAddress.getByName(request.http().getRemoteAddr()))));
    }

    private Map<String, Object> view(Optional<Portal.Door> door) throws ProblemException {
        Map<String, Object> answer = new HashMap<>();
        answer.put("portal", door.isEmpty() ? null : PortalView.of(door.get(), services.needNetwork().status()));
        return answer;
    }
}
