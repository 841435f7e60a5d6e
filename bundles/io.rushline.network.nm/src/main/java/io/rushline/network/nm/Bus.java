package io.rushline.network.nm;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.matchrules.DBusMatchRule;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;

/** A connection to the message bus: calls to NetworkManager, its signals, and whether it is there. Nobody else touches the D-Bus library's connection. */
final class Bus implements Caller, Closeable {

    /** @param arguments in plain Java */
    record Signal(String path, String type, String name, List<Object> arguments) {

        boolean is(String wantedType, String wantedName) {
            return type.equals(wantedType) && name.equals(wantedName);
        }

        /** The interface it is about, also where it says so in its first argument. */
        String objectType() {
            return type.equals(Nm.PROPERTIES) && !arguments.isEmpty() ? String.valueOf(arguments.get(0)) : type;
        }
    }

    private static final System.Logger LOG = System.getLogger(Bus.class.getName());
    private static final String BUS = "org.freedesktop.DBus";
    private static final String BUS_PATH = "/org/freedesktop/DBus";
    private static final String OWNER_CHANGED = "NameOwnerChanged";
    /** Of wpa_supplicant, also for each adapter that is there when it starts. */
    static final String ADAPTER_ADDED = "InterfaceAdded";
    private static final String UNIX_PATH = "unix:path=";
    /** Errors it makes up itself when the connection breaks have names of classes. */
    private static final String LIBRARY = "org.freedesktop.dbus.";
    private static final long ANSWER_MILLIS = 25_000;
    /** The library tries again every half second by itself, blocking: once is enough, since there is a back-off here. */
    private static final int ONE_TRY_MILLIS = 500;

    private final List<Consumer<Signal>> listeners = new CopyOnWriteArrayList<>();
    private final DBusConnection connection;

    private Bus(DBusConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects; blocks.
     *
     * @param onLost     told once when the connection breaks, on a thread of the library's
     * @param onPresence told whenever NetworkManager comes or goes, likewise
     */
    static Bus open(String address, Runnable onLost, Consumer<Boolean> onPresence) throws BusException {
        try {
            DBusConnection connection = DBusConnectionBuilder.forAddress(address).withShared(false)
                    .withDisconnectCallback(new IDisconnectCallback() {
                        @Override
                        public void disconnectOnError(IOException broken) {
                            onLost.run();
                        }
                    })
                    .receivingThreadConfig().withSignalThreadCount(1).withMethodCallThreadCount(1).withMethodReturnThreadCount(1)
                    .withErrorHandlerThreadCount(1).connectionConfig()
                    .transportConfig().withTimeout(ONE_TRY_MILLIS).back().build();
            Bus bus = new Bus(connection);
            try {
                bus.watch(onPresence);
            } catch (DBusException | RuntimeException broken) {
                bus.close();
                throw broken;
            }
            return bus;
        } catch (DBusException | RuntimeException notThere) { // the library uses both
            throw new BusException(BusException.NO_ANSWER, "The message bus at " + address + " cannot be reached.", notThere);
        }
    }

    /** Whether something listens there, as far as a file can tell. */
    static boolean mayBeThere(String address) {
        return socket(address).map(Files::exists).orElse(true);
    }

    private static Optional<Path> socket(String address) {
        return address.startsWith(UNIX_PATH) ? Optional.of(Path.of(address.substring(UNIX_PATH.length()).split(",", 2)[0])) : Optional.empty();
    }

    private void watch(Consumer<Boolean> onPresence) throws DBusException {
        DBusMatchRule owner = DBusMatchRuleBuilder.create().withType("signal").withInterface(BUS).withMember(OWNER_CHANGED).withArg0123(0, Nm.NAME).build();
        connection.addGenericSigHandler(owner, signal -> ownerChanged(signal, onPresence));
        DBusMatchRule objects = DBusMatchRuleBuilder.create().withType("signal").withInterface(Nm.OBJECTS).withPath(Nm.ROOT).build();
        connection.addGenericSigHandler(objects, this::tell);
        DBusMatchRule rest = DBusMatchRuleBuilder.create().withType("signal").withPathNamespace(Nm.PATH).build();
        connection.addGenericSigHandler(rest, this::tell);
        DBusMatchRule adapters = DBusMatchRuleBuilder.create().withType("signal").withInterface(Country.SUPPLICANT).withMember(ADAPTER_ADDED).build();
        connection.addGenericSigHandler(adapters, this::tell);
    }

    private static void ownerChanged(DBusSignal signal, Consumer<Boolean> onPresence) {
        try {
            Object[] nameOldNew = signal.getParameters();
            if (nameOldNew.length == 3 && Nm.NAME.equals(nameOldNew[0])) {
                boolean there = !String.valueOf(nameOldNew[2]).isEmpty();
                if (there && !String.valueOf(nameOldNew[1]).isEmpty()) {
                    onPresence.accept(false); // another one has taken its place
                }
                onPresence.accept(there);
            }
        } catch (DBusException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "a signal of the message bus cannot be read", unreadable);
        }
    }

    private void tell(DBusSignal signal) {
        try {
            List<Object> arguments = new ArrayList<>();
            for (Object argument : signal.getParameters()) {
                arguments.add(Values.plain(argument));
            }
            Signal plain = new Signal(signal.getPath(), signal.getInterface(), signal.getName(), arguments);
            listeners.forEach(listener -> listener.accept(plain));
        } catch (DBusException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "a signal of NetworkManager cannot be read", unreadable);
        }
    }

    @Override
    public Closeable listen(Consumer<Signal> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** NetworkManager owns its name right now. */
    boolean present() throws BusException {
        return Boolean.TRUE.equals(call(BUS, BUS_PATH, BUS, "NameHasOwner", "s", Nm.NAME)[0]);
    }

    @Override
    public Object[] call(String path, String type, String method, String signature, Object... arguments) throws BusException {
        return call(Nm.NAME, path, type, method, signature, arguments);
    }

    /** Calls somebody else on the same bus. */
    Caller to(String name) {
        return new Caller() {
            @Override
            public Object[] call(String path, String type, String method, String signature, Object... arguments) throws BusException {
                return Bus.this.call(name, path, type, method, signature, arguments);
            }

            @Override
            public Closeable listen(Consumer<Signal> listener) {
                return Bus.this.listen(listener);
            }
        };
    }

    private Object[] call(String to, String path, String type, String method, String signature, Object... arguments) throws BusException {
        try {
            MethodCall call = connection.getMessageFactory().createMethodCall(null, to, path, type, method, (byte) 0,
                    signature.isEmpty() ? null : signature, arguments);
            connection.sendMessage(call);
            Message reply = call.getReply(ANSWER_MILLIS);
            if (reply == null) {
                throw new BusException(BusException.NO_ANSWER, method + " was not answered.", null);
            }
            Object[] answer = reply.getParameters();
            if (reply instanceof Error error) {
                String name = error.getName().startsWith(LIBRARY) || !error.getName().startsWith("org.") ? BusException.NO_ANSWER : error.getName();
                throw new BusException(name, answer == null || answer.length == 0 ? error.getName() : String.valueOf(answer[0]), null);
            }
            return answer == null ? new Object[0] : answer;
        } catch (DBusException | RuntimeException failed) { // the library uses both, also for a connection that is lost
            throw new BusException(BusException.NO_ANSWER, method + " could not be called.", failed);
        }
    }

    @Override
    public void close() {
        listeners.clear();
        connection.disconnect();
    }
}
