package io.rushline.console;

import io.rushline.console.access.Access;
import io.rushline.console.access.Caller;
import io.rushline.console.access.Role;
import io.rushline.console.event.EventStream;
import io.rushline.console.http.Gate;
import io.rushline.console.http.Json;
import io.rushline.console.http.JsonResource;
import io.rushline.console.view.StatusView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;

/** CRITICAL when the web server refuses a part of the console, the gate does not know the local token, or the status cannot be told. Makes no request. */
@Component(property = {HealthCheck.NAME + "=Console", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.console"})
public final class ConsoleHealth implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Gate gate;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Access access;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile HttpServiceRuntime server;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile List<JsonResource> resources = List.of();

    private final Appliance appliance;
    private final Services services;

    @Activate
    public ConsoleHealth(@Reference Appliance appliance, @Reference Services services) {
        this.appliance = appliance;
        this.services = services;
    }

    @Override
    public Result execute() {
        Access who = access;
        List<JsonResource> all = resources;
        if (who == null || gate == null || all.size() < ControlFile.SERVLETS_OF_THE_API) {
            return new Result(Status.TEMPORARILY_UNAVAILABLE, "Its parts are starting: " + all.size() + " of " + ControlFile.SERVLETS_OF_THE_API + ".");
        }
        return wrong(who, all).map(why -> new Result(Status.CRITICAL, why)).orElseGet(() -> server == null
                ? new Result(Status.WARN, "There is no web server.") : new Result(Status.OK, "All of it is served, and the status can be told."));
    }

    private Optional<String> wrong(Access who, List<JsonResource> all) {
        if (who.caller(Optional.of(who.localToken()), Optional.empty(), true).map(Caller::role).filter(Role.ADMIN::equals).isEmpty()) {
            return Optional.of("The local token does not get in.");
        }
        if (all.stream().anyMatch(each -> each instanceof EventStream stream && !stream.alive())) {
            return Optional.of("The thread that tells browsers of changes does not work.");
        }
        try {
            Json.bytes(StatusView.of(appliance, services, null));
        } catch (RuntimeException | LinkageError broken) {
            return Optional.of("The status cannot be told: " + broken);
        }
        HttpServiceRuntime web = server;
        return web == null ? Optional.empty() : Arrays.stream(web.getRuntimeDTO().failedServletDTOs)
                .filter(failed -> failed.patterns != null && Arrays.stream(failed.patterns).anyMatch(path -> path.startsWith("/api/")))
                .findFirst().map(failed -> "The web server does not take " + failed.patterns[0] + ": reason " + failed.failureReason + ".");
    }
}
