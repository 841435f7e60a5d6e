package io.rushline.network.nm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt32;
import org.junit.Test;

public class SafeChangeTest {

    private static final String DEVICE = Nm.PATH + "/Devices/3";
    private static final String CHECKPOINT = Nm.PATH + "/Checkpoint/1";
    private static final String FORMER = Nm.SETTINGS_PATH + "/5";
    private static final Snapshot BEFORE = new Snapshot(Map.of(DEVICE, Map.of(Nm.DEVICE, new Props(Map.of("ActiveConnection", "/a"))),
            "/a", Map.of(Nm.ACTIVE, new Props(Map.of("Connection", FORMER)))));
    private static final NetworkException FAILURE = new NetworkException(Code.WRONG_LOGIN);

    private final Model nm = new Model();
    private final SafeChange change = new SafeChange(nm, new Checkpoints(nm, Clock.systemUTC()), Duration.ZERO, true);

    @Test
    public void aChangeThatHoldsAtOnceLeavesNothingBehind() throws Exception {
        run(Duration.ZERO, () -> nm.said.add("work"));
        assertEquals(List.of("CheckpointCreate 120", "work", "CheckpointDestroy " + CHECKPOINT), nm.said);
    }

    @Test
    public void oneOnTrialGetsItsTimeWhenItIsDone() throws Exception {
        run(Duration.ofMillis(59_500), () -> nm.said.add("work"));
        assertEquals(List.of("CheckpointCreate 120", "work", "CheckpointAdjustRollbackTimeout 60"), nm.said);
    }

    @Test
    public void oneThatFailsIsPutBack() {
        assertSame(FAILURE, assertThrows(NetworkException.class, () -> run(Duration.ofSeconds(60), SafeChangeTest::fail)));
        assertEquals(List.of("CheckpointCreate 120", "CheckpointRollback " + CHECKPOINT), nm.said);
    }

    @Test
    public void withoutCheckpointsTheFormerNetworkIsJoinedAgain() {
        nm.checkpoints = false;
        assertSame(FAILURE, assertThrows(NetworkException.class, () -> run(Duration.ZERO, SafeChangeTest::fail)));
        assertEquals(List.of("ActivateConnection " + FORMER), nm.said);
    }

    @Test
    public void withoutThemNothingIsTriedOut() {
        nm.checkpoints = false;
        assertThrows(BusException.class, () -> run(Duration.ofSeconds(60), () -> nm.said.add("work")));
        assertEquals(List.of(), nm.said);
    }

    private void run(Duration confirmWithin, SafeChange.Work work) throws NetworkException, BusException {
        change.run(BEFORE, DEVICE, confirmWithin, "Joins Stage 4.", work);
    }

    private static void fail() throws NetworkException {
        throw FAILURE;
    }

    /** Writes down what it is asked for, with what matters of it. */
    private static final class Model implements Caller {

        private final List<String> said = new ArrayList<>();
        private boolean checkpoints = true;

        @Override
        public Object[] call(String path, String type, String method, String signature, Object... arguments) throws BusException {
            if (method.startsWith("Checkpoint") && !checkpoints) {
                throw new BusException("org.freedesktop.DBus.Error.UnknownMethod", "old", null);
            }
            switch (method) {
                case "CheckpointCreate", "CheckpointAdjustRollbackTimeout" -> said.add(method + " " + arguments[1]);
                case "CheckpointDestroy", "CheckpointRollback", "ActivateConnection" -> said.add(method + " " + ((DBusPath) arguments[0]).getPath());
                default -> { }
            }
            return new Object[] {switch (method) {
                case "CheckpointRollback" -> Map.of(DEVICE, new UInt32(0));
                case "Get" -> new UInt32(Nm.ACTIVATED);
                default -> new DBusPath(CHECKPOINT);
            }};
        }

        @Override
        public Closeable listen(Consumer<Bus.Signal> listener) {
            return () -> { };
        }
    }
}
