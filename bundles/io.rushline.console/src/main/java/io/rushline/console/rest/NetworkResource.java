package io.rushline.console.rest;

import static io.rushline.console.access.Role.OPERATOR;
import static io.rushline.console.access.Role.VIEWER;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rushline.console.Services;
import io.rushline.console.http.Answer;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import io.rushline.console.http.Request;
import io.rushline.console.view.AccessPointView;
import io.rushline.console.view.FindingView;
import io.rushline.console.view.NetworkView;
import io.rushline.console.view.ProfileView;
import io.rushline.console.view.SpeedView;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.Networks;
import io.rushline.network.api.Trial;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Links, known networks, and changes that wait to be confirmed. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern("/api/v1/network/*")
public final class NetworkResource extends JsonResource {

    private static final long serialVersionUID = 1L;

    /** Long enough to find the device again by its new address. */
    private static final int CONFIRM_WITHIN_SECONDS = 60;
    private static final int LONGEST_TRIAL_SECONDS = 3600;

    record ConnectRequest(String link, Integer confirmWithinSeconds) {
    }

    record DisconnectRequest(@JsonProperty(required = true) String link, Integer confirmWithinSeconds) {
    }

    record PreferRequest(@JsonProperty(required = true) List<String> ids) {
    }

    record KindsRequest(@JsonProperty(required = true) List<Link.Kind> kinds) {
    }

    record SpeedRequest(boolean metered) {
    }

    private final transient Services services;

    @Activate
    public NetworkResource(@Reference Services services) {
        this.services = services;
        get("/network", VIEWER, r -> NetworkView.of(services.needNetwork().status()));
        post("/network/check", OPERATOR, r -> Map.of("findings", services.needNetworkCheck().run().stream().map(FindingView::of).toList()));
        post("/network/speed", OPERATOR, r -> Map.of("speeds", services.needSpeedTest().run(r.body(SpeedRequest.class).metered()).stream().map(SpeedView::of).toList()));
        get("/network/profiles", VIEWER, r -> profiles(services.needNetworks()));
        post("/network/profiles", OPERATOR, r -> Answer.json(201, save(r, Optional.empty())));
        put("/network/profiles/{uuid}", OPERATOR, r -> save(r, Optional.of(r.uuid())));
        delete("/network/profiles/{uuid}", OPERATOR, r -> {
            services.needNetworks().forget(r.uuid());
            return null;
        });
        post("/network/profiles/{uuid}/connect", OPERATOR, this::connect);
        put("/network/preference", OPERATOR, this::prefer);
        get("/network/kinds", VIEWER, r -> Map.of("kinds", services.needNetworks().kinds()));
        put("/network/kinds", OPERATOR, this::preferKinds);
        post("/network/disconnect", OPERATOR, this::disconnect);
        post("/network/scan", OPERATOR, r -> Map.of("accessPoints", services.needNetworks().scan().stream().map(AccessPointView::of).toList()));
        get("/network/trial", VIEWER, r -> trial(services.networks()));
        post("/network/trial", OPERATOR, r -> {
            services.needNetworks().confirm();
            return null;
        });
        delete("/network/trial", OPERATOR, r -> {
            services.needNetworks().undo();
            return null;
        });
    }

    private static Map<String, List<ProfileView>> profiles(Networks networks) throws NetworkException {
        return Map.of("profiles", networks.profiles().stream().map(ProfileView::of).toList());
    }

    private ProfileView save(Request request, Optional<String> id) throws IOException, ProblemException, NetworkException {
        ProfileRequest wanted = request.body(ProfileRequest.class);
        return ProfileView.of(services.needNetworks().save(wanted.draft(id), within(wanted.confirmWithinSeconds())));
    }

    private Object connect(Request request) throws IOException, ProblemException, NetworkException {
        ConnectRequest wanted = request.body(ConnectRequest.class);
        Networks networks = services.needNetworks();
        networks.connect(request.uuid(), Optional.ofNullable(wanted.link()), within(wanted.confirmWithinSeconds()));
        return trial(Optional.of(networks));
    }

    private Object disconnect(Request request) throws IOException, ProblemException, NetworkException {
        DisconnectRequest wanted = request.body(DisconnectRequest.class);
        if (wanted.link() == null) {
            throw ProblemException.badRequest("link must be the name of an interface.");
        }
        Networks networks = services.needNetworks();
        networks.disconnect(wanted.link(), within(wanted.confirmWithinSeconds()));
        return trial(Optional.of(networks));
    }

    private Object prefer(Request request) throws IOException, ProblemException, NetworkException {
        List<String> ids = request.body(PreferRequest.class).ids();
        if (ids == null || ids.stream().anyMatch(id -> id == null)) {
            throw ProblemException.badRequest("ids must be a list of the profiles' ids.");
        }
        Networks networks = services.needNetworks();
        networks.prefer(ids);
        return profiles(networks);
    }

    private Object preferKinds(Request request) throws IOException, ProblemException, NetworkException {
        List<Link.Kind> kinds = request.body(KindsRequest.class).kinds();
        if (kinds == null || kinds.stream().anyMatch(kind -> kind == null)) {
            throw ProblemException.badRequest("kinds must be a list of kinds of links.");
        }
        Networks networks = services.needNetworks();
        networks.preferKinds(kinds);
        return Map.of("kinds", networks.kinds());
    }

    /** Where nobody can change networks, nothing waits. */
    private static Map<String, Object> trial(Optional<Networks> networks) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("trial", networks.flatMap(Networks::trial).map(NetworkResource::view).orElse(null));
        return answer;
    }

    private static Map<String, Object> view(Trial trial) {
        return Map.of("what", trial.what(), "until", trial.until());
    }

    private static Duration within(Integer seconds) throws ProblemException {
        if (seconds != null && (seconds < 0 || seconds > LONGEST_TRIAL_SECONDS)) {
            throw ProblemException.badRequest("confirmWithinSeconds must be 0 to " + LONGEST_TRIAL_SECONDS + "; 0: the change holds at once.");
        }
        return Duration.ofSeconds(seconds == null ? CONFIRM_WITHIN_SECONDS : seconds);
    }
}
