package io.rushline.simulator;

import io.rushline.simulator.CloudState.Device;
import io.rushline.simulator.CloudState.Pause;
import io.rushline.simulator.CloudState.Project;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** What a device is told about itself, its presence and its pauses (protocol sections 3, 4 and 8). Any thread. */
final class Devices {

    static final String USER = "Dana Demo";
    private static final Duration ONLINE = Duration.ofMinutes(5);
    private static final Duration HEARTBEATS_APART = Duration.ofSeconds(60);

    private final CloudState state;
    private final Authority authority;
    private final Config config;
    private final Clock clock;
    private final Map<String, Instant> heartbeats = new ConcurrentHashMap<>(); // the last one of each device
    private final AtomicLong heartbeatCalls = new AtomicLong();

    Devices(CloudState state, Authority authority, Config config, Clock clock) {
        this.state = state;
        this.authority = authority;
        this.config = config;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/health", x -> Reply.json(Map.of("status", "ok"))),
                Route.get("/v2/health", x -> Reply.json(Map.of("status", "ok"))),
                Route.get("/v2/devices/me", x -> Reply.json(me(authority.authenticate(x)))),
                Route.post("/v2/devices/heartbeat", this::heartbeat));
    }

    private Reply heartbeat(Exchange exchange) throws Refusal, IOException {
        Device device = authority.authenticate(exchange);
        exchange.skipBody();
        Instant now = clock.instant();
        Instant last = heartbeats.get(device.id());
        if (last != null && now.isBefore(last.plus(HEARTBEATS_APART))) {
            throw Refusal.api(429, "Heartbeats must be 60 s apart, this one came after " + Duration.between(last, now).toSeconds() + " s")
                    .with("Retry-After", Long.toString(HEARTBEATS_APART.minus(Duration.between(last, now)).toSeconds() + 1));
        }
        heartbeats.put(device.id(), now);
        heartbeatCalls.incrementAndGet();
        return Reply.empty(204);
    }

    /** How many heartbeat calls were answered with 204 since the start. */
    long heartbeatCalls() {
        return heartbeatCalls.get();
    }

    private Map<String, Object> me(Device device) {
        Project project = project(device);
        Map<String, Object> me = new LinkedHashMap<>();
        me.put("id", device.id());
        me.put("name", device.name());
        me.put("status", status(device));
        me.put("project_id", project.id());
        me.put("project", Map.of("id", project.id(), "name", project.name()));
        me.put("channels", IntStream.range(0, config.channels()).mapToObj(index -> channel(device, index)).toList());
        me.put("channel_count", config.channels());
        me.put("timezone", "Etc/UTC");
        Map<String, Object> authorization = new LinkedHashMap<>();
        authorization.put("expires_at", authority.authorizedUntil(device));
        authorization.put("creator", Map.of("name", USER));
        authorization.put("scopes", Map.of("asset_create", true, "offline", true));
        me.put("authorization", authorization);
        me.put("last_known_firmware_version", device.clientVersion());
        return me;
    }

    private static Map<String, Object> channel(Device device, int index) {
        Map<String, Object> channel = new LinkedHashMap<>();
        channel.put("id", device.id() + "-" + index);
        channel.put("name", "Channel " + (index + 1));
        channel.put("external_index", index);
        channel.put("asset_type", "video");
        channel.put("status", paused(device, index) ? "paused" : "enabled");
        return channel;
    }

    Project project(Device device) {
        return state.now().projects().get(device.projectId());
    }

    String status(Device device) {
        if (!device.connected()) {
            return "disconnected";
        }
        if (device.pauses().stream().anyMatch(pause -> pause.channel() == null && pause.until() == null)) {
            return "paused";
        }
        return clock.instant().isBefore(device.lastSeen().plus(ONLINE)) ? "online" : "offline";
    }

    /** The same of one that may be gone. */
    String status(String deviceId) {
        Device device = state.now().devices().get(deviceId);
        return device == null ? "removed" : status(device);
    }

    private static boolean paused(Device device, int channel) {
        return device.pauses().stream().anyMatch(pause -> pause.concerns(channel) && pause.until() == null);
    }

    /** Whether what a channel recorded at that time is not wanted. */
    static boolean paused(Device device, int channel, Instant time) {
        return device.pauses().stream().anyMatch(pause -> pause.concerns(channel) && pause.covers(time));
    }

    /** Pauses or resumes one channel or (null) all there are, of one device or (null) of all. */
    void pause(String deviceId, Integer channel, boolean paused) throws Refusal, IOException {
        state.change(draft -> {
            if (deviceId != null && !draft.devices().containsKey(deviceId)) {
                throw Refusal.api(404, "There is no such device");
            }
            draft.devices().replaceAll((id, device) -> deviceId == null || deviceId.equals(id) ? paused(device, channel, paused) : device);
            return null;
        });
    }

    /** Resuming the whole device resumes each of its channels; resuming a channel leaves a pause of the whole device. */
    private Device paused(Device device, Integer channel, boolean paused) {
        Instant now = clock.instant();
        List<Pause> pauses = new ArrayList<>(device.pauses());
        if (!paused) {
            pauses.replaceAll(pause -> pause.until() == null && (channel == null || channel.equals(pause.channel()))
                    ? new Pause(pause.channel(), pause.from(), now) : pause);
        } else if (pauses.stream().noneMatch(pause -> pause.until() == null && Objects.equals(pause.channel(), channel))) {
            pauses.add(new Pause(channel, now, null));
        }
        return device.pauses(pauses);
    }
}
