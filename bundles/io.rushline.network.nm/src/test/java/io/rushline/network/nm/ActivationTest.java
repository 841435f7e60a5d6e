package io.rushline.network.nm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt32;
import org.junit.Test;

public class ActivationTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String DEVICE = Nm.PATH + "/Devices/3";
    private static final String ACTIVE = Nm.PATH + "/ActiveConnection/7";

    private final Model nm = new Model();

    @Test
    public void itEndsWhenTheNetworkIsUp() throws Exception {
        nm.active = Nm.ACTIVE_ACTIVATED;
        new Activation(nm, DEVICE).run("/c/1", LONG);
        assertTrue("nobody listens any more", nm.listeners.isEmpty());
    }

    @Test
    public void theDevicesReasonIsTheBetterOne() {
        nm.then = () -> {
            nm.device(Nm.FAILED, 7);
            nm.ended(1);
        };
        assertEquals(Code.WRONG_LOGIN, failure(LONG));
    }

    @Test
    public void withoutOneTheConnectionsCounts() {
        nm.then = () -> nm.ended(6);
        assertEquals(Code.TIMEOUT, failure(LONG));
    }

    @Test
    public void anObjectThatIsGoneIsAnEnd() {
        nm.then = () -> {
            nm.device(Nm.UNMANAGED, 36);
            nm.active = Model.GONE;
        };
        assertEquals(Code.ADAPTER_GONE, failure(LONG));
    }

    @Test
    public void whatItWaitedForSaysWhatWasMissing() {
        nm.then = () -> nm.device(Nm.NEED_AUTH, 0);
        assertEquals(Code.WRONG_LOGIN, failure(AT_ONCE));
        nm.then = () -> nm.device(Nm.IP_CONFIG, 0);
        assertEquals(Code.NO_ADDRESS, failure(AT_ONCE));
        nm.then = () -> { };
        assertEquals(Code.TIMEOUT, failure(AT_ONCE));
    }

    @Test
    public void aBusThatIsLostEndsIt() {
        nm.then = () -> nm.lost = true;
        assertThrows(BusException.class, () -> new Activation(nm, DEVICE).run("/c/1", LONG));
        assertTrue("nobody listens any more", nm.listeners.isEmpty());
    }

    private Code failure(Duration within) {
        nm.active = Model.ACTIVATING;
        return assertThrows(NetworkException.class, () -> new Activation(nm, DEVICE).run("/c/1", within)).code();
    }

    /** One connection that is being activated, and what happens to it. */
    private static final class Model implements Caller {

        private static final long ACTIVATING = 1;
        private static final long GONE = -1;

        private final List<Consumer<Bus.Signal>> listeners = new ArrayList<>();
        private long active = ACTIVATING;
        private boolean lost;
        /** Once it was looked at for the first time. */
        private Runnable then = () -> { };

        @Override
        public Object[] call(String path, String type, String method, String signature, Object... arguments) throws BusException {
            if (method.equals("ActivateConnection")) {
                return new Object[] {new DBusPath(ACTIVE)};
            } else if (lost) {
                throw new BusException(BusException.NO_ANSWER, "lost", null);
            } else if (active == GONE) {
                throw new BusException("org.freedesktop.DBus.Error.UnknownObject", "gone", null);
            }
            Object[] answer = {new UInt32(active)};
            then.run();
            return answer;
        }

        @Override
        public Closeable listen(Consumer<Bus.Signal> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }

        private void device(long state, long reason) {
            tell(new Bus.Signal(DEVICE, Nm.DEVICE, "StateChanged", List.of(state, 50L, reason)));
        }

        private void ended(long reason) {
            active = Nm.ACTIVE_DEACTIVATED;
            tell(new Bus.Signal(ACTIVE, Nm.ACTIVE, "StateChanged", List.of(active, reason)));
        }

        private void tell(Bus.Signal signal) {
            listeners.forEach(listener -> listener.accept(signal));
        }
    }
}
