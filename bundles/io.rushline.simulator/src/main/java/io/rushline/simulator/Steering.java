package io.rushline.simulator;

import io.rushline.simulator.CloudState.Device;
import io.rushline.simulator.CloudState.Project;
import io.rushline.simulator.CloudState.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** {@code /_sim/…}: what tests and demos change. No part of the real cloud; anybody who reaches the port may use it. */
final class Steering {

    private final CloudState state;
    private final Authority authority;
    private final Devices devices;
    private final Sockets sockets;
    private final AssetStore assets;
    private final Faults faults;
    private final RandomGenerator random;

    Steering(CloudState state, Authority authority, Devices devices, Sockets sockets, AssetStore assets, Faults faults, RandomGenerator random) {
        this.state = state;
        this.authority = authority;
        this.devices = devices;
        this.sockets = sockets;
        this.assets = assets;
        this.faults = faults;
        this.random = random;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/_sim/approve", x -> decide(x, Verdict.APPROVED)),
                Route.post("/_sim/deny", x -> decide(x, Verdict.DENIED)),
                Route.get("/_sim/projects", x -> Reply.json(state.now().projects().values())),
                Route.post("/_sim/projects", this::project),
                Route.delete("/_sim/projects/{project}", this::deleteProject),
                Route.delete("/_sim/devices/{device}", this::deleteDevice),
                Route.post("/_sim/revoke", this::revoke),
                Route.post("/_sim/pause", this::pause),
                Route.post("/_sim/sink", this::sink),
                Route.get("/_sim/faults", x -> Reply.json(faults.plan())),
                Route.post("/_sim/faults", this::setFaults),
                Route.delete("/_sim/faults", this::clearFaults));
    }

    private Reply decide(Exchange exchange, Verdict verdict) throws Refusal, IOException {
        JsonFields fields = new JsonFields(exchange.json());
        authority.decide(fields.text("user_code"), verdict, fields.optionalText("project").orElse(null));
        return Reply.empty(204);
    }

    private Reply project(Exchange exchange) throws Refusal, IOException {
        JsonFields fields = new JsonFields(exchange.json());
        String name = fields.text("name");
        Optional<String> id = fields.optionalText("id");
        if (id.isPresent() && !state.now().projects().containsKey(id.get())) {
            throw Refusal.api(404, "There is no such project");
        }
        Project project = new Project(id.orElseGet(() -> Ids.uuid(random)), name);
        state.change(draft -> draft.projects().put(project.id(), project));
        devicesOf(project.id()).forEach(sockets::changed);
        return Reply.json(project);
    }

    private Reply deleteProject(Exchange exchange) throws Refusal, IOException {
        String project = exchange.path("project");
        List<String> its = devicesOf(project);
        state.change(draft -> {
            if (draft.projects().remove(project) == null) {
                throw Refusal.api(404, "There is no such project");
            }
            draft.devices().values().stream().filter(device -> device.projectId().equals(project)).map(Device::id).toList()
                    .forEach(device -> Authority.remove(draft, device));
            return null;
        });
        its.forEach(device -> sockets.end(device, "The project was deleted"));
        return Reply.empty(204);
    }

    private Reply deleteDevice(Exchange exchange) throws Refusal, IOException {
        String device = exchange.path("device");
        state.change(draft -> {
            if (!draft.devices().containsKey(device)) {
                throw Refusal.api(404, "There is no such device");
            }
            Authority.remove(draft, device);
            return null;
        });
        sockets.end(device, "The device was removed");
        return Reply.empty(204);
    }

    private List<String> devicesOf(String project) {
        return state.now().devices().values().stream().filter(device -> device.projectId().equals(project)).map(Device::id).toList();
    }

    private Reply revoke(Exchange exchange) throws Refusal, IOException {
        String device = new JsonFields(exchange.json()).optionalText("device").orElse(null);
        int revoked = authority.revokeDevice(device);
        sockets.end(device, "The authorisation was revoked");
        return Reply.json(Map.of("revoked", revoked));
    }

    private Reply pause(Exchange exchange) throws Refusal, IOException {
        JsonFields fields = new JsonFields(exchange.json());
        String device = fields.optionalText("device").orElse(null);
        Integer channel = fields.has("channel") ? Integer.valueOf((int) fields.number("channel", 0, 1_000)) : null;
        devices.pause(device, channel, fields.flag("paused"));
        sockets.changed(device);
        return Reply.empty(204);
    }

    private Reply sink(Exchange exchange) throws Refusal, IOException {
        assets.sink(new JsonFields(exchange.json()).flag("on"));
        return Reply.empty(204);
    }

    private Reply setFaults(Exchange exchange) throws Refusal, IOException {
        FaultPlan now = faults.set(new JsonFields(exchange.json()));
        if (Boolean.TRUE.equals(now.socketOff())) {
            sockets.end(null, "The simulator was told to have no live socket");
        }
        return Reply.json(now);
    }

    private Reply clearFaults(Exchange exchange) {
        faults.clear();
        return Reply.empty(204);
    }
}
