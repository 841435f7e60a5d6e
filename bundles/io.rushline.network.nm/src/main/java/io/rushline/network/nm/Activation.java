package io.rushline.network.nm;

import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import java.time.Duration;
import java.util.Optional;
import org.freedesktop.dbus.DBusPath;

/** Joins a network on a device and waits for the end, told by signals; knows what it was that failed. */
final class Activation {

    /** A signal may get lost when NetworkManager is restarted: so it is looked at now and then all the same. */
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** The device's reason may come after the connection's end. */
    private static final Duration LAST_WORD = Duration.ofMillis(500);

    private final Caller nm;
    private final String device;
    private long deviceReason = Reasons.NONE;
    private long activeReason = Reasons.NONE;
    private long deviceState;

    Activation(Caller nm, String device) {
        this.nm = nm;
        this.device = device;
    }

    /** @param connection object path */
    void run(String connection, Duration within) throws NetworkException, BusException {
        long end = System.nanoTime() + within.toNanos();
        try (Signals signals = new Signals(nm)) {
            String active = begin(nm, connection, device);
            long state = state(active);
            while (state != Nm.ACTIVE_ACTIVATED) {
                if (state == Nm.ACTIVE_DEACTIVATED) {
                    listen(signals, LAST_WORD, active);
                    throw failure();
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    listen(signals, Duration.ZERO, active); // what came last says what was waited for
                    throw tooLate();
                }
                listen(signals, left < LOOK.toNanos() ? Duration.ofNanos(left) : LOOK, active);
                state = state(active);
            }
        }
    }

    /** Does not wait; gives back the active connection's path. */
    static String begin(Caller nm, String connection, String device) throws BusException {
        return String.valueOf(Values.plain(nm.call(Nm.PATH, Nm.MANAGER, "ActivateConnection", "ooo", new DBusPath(connection), new DBusPath(device),
                new DBusPath(Nm.NOWHERE))[0]));
    }

    /** Waits until the device is in a network; false when it is not in time. */
    static boolean awaitUp(Caller nm, String device, Duration within) throws NetworkException, BusException {
        long end = System.nanoTime() + within.toNanos();
        try (Signals signals = new Signals(nm)) {
            while (!Long.valueOf(Nm.ACTIVATED).equals(nm.property(device, Nm.DEVICE, "State"))) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                signals.next(left < LOOK.toNanos() ? Duration.ofNanos(left) : LOOK);
            }
        }
        return true;
    }

    /** Hears one signal, or several until the device said why it fell back. */
    private void listen(Signals signals, Duration within, String active) throws NetworkException {
        Optional<Bus.Signal> next = signals.next(within);
        while (next.isPresent()) {
            hear(next.get(), active);
            next = signals.next(Duration.ZERO);
        }
    }

    private void hear(Bus.Signal signal, String active) {
        if (signal.path().equals(device) && signal.is(Nm.DEVICE, "StateChanged") && signal.arguments().size() == 3) {
            deviceState = (Long) signal.arguments().get(0);
            if (deviceState == Nm.FAILED || deviceState <= Nm.UNAVAILABLE) {
                deviceReason = (Long) signal.arguments().get(2);
            }
        } else if (signal.path().equals(active) && signal.is(Nm.ACTIVE, "StateChanged") && signal.arguments().size() == 2) {
            activeReason = (Long) signal.arguments().get(1);
        }
    }

    private long state(String active) throws BusException {
        try {
            return nm.property(active, Nm.ACTIVE, "State") instanceof Long state ? state : Nm.ACTIVE_DEACTIVATED;
        } catch (BusException failed) {
            if (failed.error().equals(BusException.NO_ANSWER)) {
                throw failed;
            }
            return Nm.ACTIVE_DEACTIVATED; // its object is gone
        }
    }

    private NetworkException failure() {
        Code code = Reasons.ofDevice(deviceReason);
        if (code == Code.FAILED && deviceReason == Reasons.NONE) {
            Code other = Reasons.ofActive(activeReason);
            return new NetworkException(other, other == Code.FAILED ? "NetworkManager ended it, reason " + activeReason : "", null);
        }
        return new NetworkException(code, code == Code.FAILED ? Reasons.words(deviceReason) : "", null);
    }

    private NetworkException tooLate() {
        if (deviceState == Nm.NEED_AUTH) {
            return new NetworkException(Code.WRONG_LOGIN);
        }
        return new NetworkException(deviceState == Nm.IP_CONFIG ? Code.NO_ADDRESS : Code.TIMEOUT);
    }
}
