package io.rushline.simulator;

import io.rushline.simulator.CloudState.Content;
import io.rushline.simulator.CloudState.Device;
import io.rushline.simulator.CloudState.Pause;
import io.rushline.simulator.CloudState.Project;
import io.rushline.simulator.CloudState.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** {@code /_sim/…}: what tests and demos see. No part of the real cloud; anybody who reaches the port may use it. */
final class Control {

    private final CloudState state;
    private final Authority authority;
    private final Devices devices;
    private final Sockets sockets;
    private final AssetStore assets;
    private final Faults faults;
    private final RefusalLog refusals;
    private final Clock clock;

    Control(CloudState state, Authority authority, Devices devices, Sockets sockets, AssetStore assets, Faults faults, RefusalLog refusals,
            Clock clock) {
        this.state = state;
        this.authority = authority;
        this.devices = devices;
        this.sockets = sockets;
        this.assets = assets;
        this.faults = faults;
        this.refusals = refusals;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/_sim/state", x -> Reply.json(summary())),
                Route.get("/_sim/assets", x -> Reply.json(assets())),
                Route.get("/_sim/assets/{asset}/content", this::content));
    }

    /** The answer to {@code GET /_sim/state}. */
    record Summary(String user, Collection<Project> projects, List<DeviceView> devices, List<Waiting> waiting, AssetTotals assets, Counters counters,
            Presence presence, boolean sink, FaultPlan faults, List<RefusalLog.Entry> refusals) { }

    record DeviceView(String id, String name, String projectId, String status, String clientVersion, Instant pairedAt, Instant lastSeen,
            Instant authorizedUntil, List<Pause> pauses) { }

    /** A device that waits for a person to type its code. */
    record Waiting(String userCode, Instant expiresAt) { }

    record AssetTotals(int count, long complete, long bytesStored) { }

    /** How devices show that they are there, since the start; {@code heartbeatCalls} are the older ones, without a socket. */
    record Presence(int openSockets, long joinedSockets, long socketsOpened, long socketHeartbeats, long heartbeatCalls) { }

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
                counters, presence(), assets.sink(), faults.plan(), refusals.latest());
    }

    private Presence presence() {
        Sockets.View now = sockets.view();
        return new Presence(now.open(), now.joined(), now.opened(), now.heartbeats(), devices.heartbeatCalls());
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
        if (asset.asset().sha256() == null) {
            throw Refusal.api(410, "The bytes of this asset were dropped: it came while the sink was on");
        }
        return Reply.file(asset.contentFile());
    }
}
