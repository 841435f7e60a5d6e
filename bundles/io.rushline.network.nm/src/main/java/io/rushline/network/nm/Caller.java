package io.rushline.network.nm;

import java.io.Closeable;
import java.util.function.Consumer;

/** Calls methods of NetworkManager and hears its signals. Any thread; blocks at most 25 s, as D-Bus itself does. */
interface Caller {

    /**
     * @param signature of the arguments; empty: none
     * @return what was answered, as D-Bus types; {@link Values#plain} makes plain Java of it
     */
    Object[] call(String path, String type, String method, String signature, Object... arguments) throws BusException;

    /** Tells of NetworkManager's signals until it is closed. Return soon. */
    Closeable listen(Consumer<Bus.Signal> listener);

    /** A property, as plain Java. */
    default Object property(String path, String type, String name) throws BusException {
        return Values.plain(call(path, Nm.PROPERTIES, "Get", "ss", type, name)[0]);
    }

    /** All properties of an object's interface. */
    default Props properties(String path, String type) throws BusException {
        return Props.of(Values.plain(call(path, Nm.PROPERTIES, "GetAll", "s", type)[0]));
    }
}
