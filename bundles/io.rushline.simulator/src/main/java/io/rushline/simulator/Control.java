package io.rushline.simulator;

import io.rushline.simulator.CloudState.Content;
import io.rushline.simulator.CloudState.Device;
import io.rushline.simulator.CloudState.Pause;
import io.rushline.simulator.CloudState.Project;
import io.rushline.simulator.CloudState.Verdict;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** {@code /_sim/…}: what tests and demos see and steer. No part of the real cloud; anybody who reaches the port may use it. */
final class Control {

    private final CloudState state;
    private final Authority authority;
    private final Devices devices;
    private final AssetStore assets;
    private final Faults faults;
    private final RefusalLog refusals;
    private final Clock clock;
    private final RandomGenerator random;

    Control(CloudState state, Authority authority, Devices devices, AssetStore assets, Faults faults, RefusalLog refusals, Clock clock,
            RandomGenerator random) {
        this.state = state;
        this.authority = authority;
        this.devices = devices;
        this.assets = assets;
        this.faults = faults;
        this.refusals = refusals;
        this.clock = clock;
        this.random = random;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/_sim/state", x -> Reply.json(summary())),
                Route.get("/_sim/assets", x -> Reply.json(assets())),
                Route.get("/_sim/assets/{asset}/content", this::content),
                Route.post("/_sim/approve", x -> decide(x, Verdict.APPROVED)),
                Route.post("/_sim/deny", x -> decide(x, Verdict.DENIED)),
                Route.get("/_sim/projects", x -> Reply.json(state.now().projects().values())),
                Route.post("/_sim/projects", this::project),
                Route.post("/_sim/revoke", this::revoke),
                Route.post("/_sim/pause", this::pause),
                Route.get("/_sim/faults", x -> Reply.json(faults.plan())),
                Route.post("/_sim/faults", x -> Reply.json(faults.set(new JsonFields(x.json())))),
                Route.delete("/_sim/faults", this::clearFaults));
    }

    /** The answer to {@code GET /_sim/state}. */
    record Summary(String user, Collection<Project> projects, List<DeviceView> devices, List<Waiting> waiting, AssetTotals assets, Counters counters,
            Faults.Plan faults, List<RefusalLog.Entry> refusals) { }

    record DeviceView(String id, String name, String projectId, String status, String clientVersion, Instant pairedAt, Instant lastSeen,
            Instant authorizedUntil, List<Pause> pauses) { }

    /** A device that waits for a person to type its code. */
    record Waiting(String userCode, Instant expiresAt) { }

    record AssetTotals(int count, long complete, long bytesStored) { }

    record Counters(long bytesReceived, long bytesTwice, long bytesInVain, long refusals, long faultsCaused) { }

    /** One row of {@code GET /_sim/assets}. */
    record AssetView(String id, String name, Long filesize, String filetype, long offset, int channel, String projectId, String deviceId,
            boolean realtime, int partsTotal, int partsReceived, boolean complete, String sha256, long bytesStored, long bytesReceived,
            long bytesTwice, long bytesInVain, Instant createdAt, Instant completedAt) {

        static AssetView of(AssetFolder folder) {
            Asset asset = folder.asset();
            Traffic traffic = folder.traffic();
            return new AssetView(asset.id(), asset.title(), asset.filesize(), asset.filetype(), asset.offset(), asset.channel(), asset.projectId(),
                    asset.deviceId(), asset.realtime(), asset.parts().size(), folder.partsReceived(), asset.complete(), asset.sha256(),
                    folder.bytesStored(), traffic.received(), traffic.twice(), traffic.inVain(), asset.createdAt(), asset.completedAt());
        }
    }

    Summary summary() {
        Content now = state.now();
        List<AssetFolder> all = assets.all();
        Traffic traffic = assets.traffic();
        AssetTotals totals = new AssetTotals(all.size(), all.stream().filter(one -> one.asset().complete()).count(),
                all.stream().mapToLong(AssetFolder::bytesStored).sum());
        Counters counters = new Counters(traffic.received(), traffic.twice(), traffic.inVain(), refusals.total(), faults.caused());
        return new Summary(Devices.USER, now.projects().values(), now.devices().values().stream().map(this::view).toList(), waiting(now), totals,
                counters, faults.plan(), refusals.latest());
    }

    /** Oldest first. */
    List<AssetView> assets() {
        return assets.all().stream().map(AssetView::of).toList();
    }

    private List<Waiting> waiting(Content now) {
        return now.grants().values().stream().filter(grant -> grant.verdict() == Verdict.PENDING && clock.instant().isBefore(grant.expiresAt()))
                .map(grant -> new Waiting(grant.userCode(), grant.expiresAt())).toList();
    }

    private DeviceView view(Device device) {
        return new DeviceView(device.id(), device.name(), device.projectId(), devices.status(device), device.clientVersion(), device.pairedAt(),
                device.lastSeen(), authority.authorizedUntil(device), device.pauses());
    }

    private Reply content(Exchange exchange) throws Refusal {
        AssetFolder asset = assets.find(exchange.path("asset")).orElseThrow(() -> Refusal.api(404, "There is no such asset"));
        if (!asset.asset().complete()) {
            throw Refusal.api(409, "The asset is not complete yet");
        }
        return Reply.file(asset.contentFile());
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
        return Reply.json(project);
    }

    private Reply revoke(Exchange exchange) throws Refusal, IOException {
        return Reply.json(Map.of("revoked", authority.revokeDevice(new JsonFields(exchange.json()).optionalText("device").orElse(null))));
    }

    private Reply pause(Exchange exchange) throws Refusal, IOException {
        JsonFields fields = new JsonFields(exchange.json());
        devices.pause(fields.optionalText("device").orElse(null), (int) fields.optionalNumber("channel", 0, 1_000).orElse(0), fields.flag("paused"));
        return Reply.empty(204);
    }

    private Reply clearFaults(Exchange exchange) {
        faults.clear();
        return Reply.empty(204);
    }
}
