package io.rushline.network.nm;

import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt32;

/** NetworkManager's checkpoints: it goes back to one by itself when its time is up, whatever has become of this program. */
final class Checkpoints {

    /** NM_CHECKPOINT_CREATE_FLAG_DELETE_NEW_CONNECTIONS. */
    private static final long DELETE_NEW = 0x2;
    /** Says what changed where this program does not know any more: it was started again meanwhile, or somebody else made it. */
    private static final String SOME_CHANGE = "A change of the network.";
    private static final long MILLIS = 1_000;

    private final Caller nm;
    private final Clock clock;
    private final Map<String, String> what = new ConcurrentHashMap<>();

    Checkpoints(Caller nm, Clock clock) {
        this.nm = nm;
        this.clock = clock;
    }

    /**
     * Remembers how this device is; the others are not touched when it goes back.
     *
     * @param deleteNew whether connections that were made since are then deleted, whoever made them, and for any device
     */
    String create(String device, Duration within, String change, boolean deleteNew) throws BusException {
        Object[] made = nm.call(Nm.PATH, Nm.MANAGER, "CheckpointCreate", "aouu", new DBusPath[] {new DBusPath(device)}, seconds(within),
                new UInt32(deleteNew ? DELETE_NEW : 0));
        String path = String.valueOf(Values.plain(made[0]));
        what.put(path, change);
        return path;
    }

    /** Its time starts again. */
    void extend(String checkpoint, Duration within) throws BusException {
        nm.call(Nm.PATH, Nm.MANAGER, "CheckpointAdjustRollbackTimeout", "ou", new DBusPath(checkpoint), seconds(within));
    }

    /** What changed since holds. */
    void destroy(String checkpoint) throws BusException {
        what.remove(checkpoint);
        nm.call(Nm.PATH, Nm.MANAGER, "CheckpointDestroy", "o", new DBusPath(checkpoint));
    }

    /** Everything about its device is as it was. */
    void rollBack(String checkpoint) throws BusException, NetworkException {
        what.remove(checkpoint);
        Object[] answer = nm.call(Nm.PATH, Nm.MANAGER, "CheckpointRollback", "o", new DBusPath(checkpoint));
        Map<String, Object> results = Props.of(Values.plain(answer[0])).values();
        if (results.values().stream().anyMatch(result -> !Long.valueOf(0).equals(result))) {
            throw new NetworkException(Code.FAILED, "NetworkManager could not go back to what was before", null);
        }
    }

    /** The one that waits. */
    Optional<String> pending() throws BusException {
        return all().stream().findFirst();
    }

    Optional<Trial> trial() throws BusException {
        Optional<String> pending = pending();
        if (pending.isEmpty()) {
            return Optional.empty();
        }
        Props props = nm.properties(pending.get(), Nm.CHECKPOINT);
        long endsAt = props.number("Created", 0) + props.number("RollbackTimeout", 0) * MILLIS;
        Instant until = clock.instant().plusMillis(endsAt - sinceBoot());
        return Optional.of(new Trial(what.getOrDefault(pending.get(), SOME_CHANGE), until));
    }

    private List<String> all() throws BusException {
        return nm.properties(Nm.PATH, Nm.MANAGER).texts("Checkpoints");
    }

    /** NetworkManager counts by CLOCK_BOOTTIME, as {@code /proc/uptime} does. */
    private static long sinceBoot() throws BusException {
        try {
            return (long) (Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]) * MILLIS);
        } catch (IOException notLinux) {
            throw new BusException(BusException.NO_ANSWER, "The time since the start of the system cannot be read.", notLinux);
        }
    }

    private static UInt32 seconds(Duration within) {
        return new UInt32(Math.max(1, within.plusMillis(MILLIS - 1).toSeconds()));
    }
}
