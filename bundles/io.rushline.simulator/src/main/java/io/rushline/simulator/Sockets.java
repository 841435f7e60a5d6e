package io.rushline.simulator;

import io.rushline.simulator.CloudState.Device;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** Lets devices in on live sockets and tells them of changes (protocol section 4). Any thread. */
final class Sockets {

    static final String PATH = "/devices/websocket";
    private static final System.Logger LOG = System.getLogger(Sockets.class.getName());

    private final Authority authority;
    private final Devices devices;
    private final Faults faults;
    private final RefusalLog refusals;
    private final Set<DeviceSocket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong heartbeats = new AtomicLong();

    Sockets(Authority authority, Devices devices, Faults faults, RefusalLog refusals) {
        this.authority = authority;
        this.devices = devices;
        this.faults = faults;
        this.refusals = refusals;
    }

    /** Makes a socket of the request, or refuses. */
    void upgrade(Request request, Response response, Callback callback) throws Refusal, IOException {
        faults.beforeSocket();
        String authorization = new Exchange(request, Map.of()).query().get("Authorization");
        Device device = authority.authenticate(authorization, request.getHeaders().get("x-client-version"));
        DeviceSocket socket = new DeviceSocket(this, device.id(), Authority.tokenKey(authorization), faults.socketSilence());
        ServerWebSocketContainer container = ServerWebSocketContainer.get(request.getContext());
        if (!container.upgrade((wanted, answer, done) -> socket, request, response, callback)) {
            throw Refusal.api(426, "Upgrade Required", "Here is a web socket and nothing else").with("Upgrade", "websocket");
        }
    }

    /** What {@code GET /_sim/state} says of them. */
    record View(int open, long joined, long opened, long heartbeats) { }

    View view() {
        return new View(open.size(), open.stream().filter(DeviceSocket::joined).count(), opened.get(), heartbeats.get());
    }

    /** Something changed for one device or (null) for all. */
    void changed(String deviceId) {
        open.stream().filter(socket -> deviceId == null || deviceId.equals(socket.deviceId()))
                .forEach(socket -> socket.statusUpdated(devices.status(socket.deviceId())));
    }

    /** One device or (null) all of them are told for the last time, and cut off. */
    void end(String deviceId, String why) {
        changed(deviceId);
        open.stream().filter(socket -> deviceId == null || deviceId.equals(socket.deviceId()))
                .forEach(socket -> socket.close(StatusCode.POLICY_VIOLATION, why));
    }

    void opened(DeviceSocket socket) {
        opened.incrementAndGet();
        open.add(socket);
    }

    void closed(DeviceSocket socket) {
        open.remove(socket);
    }

    boolean mayStay(String tokenKey) {
        return authority.stands(tokenKey);
    }

    void heartbeat(String deviceId) {
        heartbeats.incrementAndGet();
        try {
            authority.present(deviceId);
        } catch (Refusal | IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The simulator could not note that a device is there", e);
        }
    }

    /** Breaking a rule on the socket has no status; 400 stands for it. */
    void refused(String why) {
        try {
            refusals.record("SOCKET", PATH, 400, why);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The simulator could not record a refusal", e);
        }
    }
}
