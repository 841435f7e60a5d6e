package io.rushline.console.rest;

import static io.rushline.console.access.Role.OPERATOR;
import static io.rushline.console.access.Role.VIEWER;

import io.rushline.console.Services;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import io.rushline.console.http.Request;
import io.rushline.console.view.BandwidthView;
import io.rushline.uploader.api.Bandwidth;
import io.rushline.uploader.api.BandwidthLimits;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** How much clips may use of the links, by time of the week. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern("/api/v1/network/bandwidth/*")
public final class BandwidthResource extends JsonResource {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(BandwidthResource.class.getName());

    private final transient Services services;

    @Activate
    public BandwidthResource(@Reference Services services) {
        this.services = services;
        get("/network/bandwidth", VIEWER, r -> BandwidthView.of(services.needBandwidthLimits().bandwidth()));
        put("/network/bandwidth", OPERATOR, this::set);
    }

    private Object set(Request request) throws IOException, ProblemException {
        BandwidthLimits limits = services.needBandwidthLimits();
        BandwidthView asked = request.body(BandwidthView.class);
        try {
            Bandwidth wanted = asked.bandwidth();
            limits.limit(wanted);
            return BandwidthView.of(wanted);
        } catch (IllegalArgumentException unusable) {
            throw ProblemException.badRequest(unusable.getMessage() + ".");
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "A bandwidth limit could not be kept", failed);
            throw ProblemException.notKept("network.bandwidth-not-kept", "The disk did not take it: the former limit stays in force.");
        }
    }
}
