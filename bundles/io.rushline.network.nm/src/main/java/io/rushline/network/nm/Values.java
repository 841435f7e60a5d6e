package io.rushline.network.nm;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.Variant;

/** Makes plain Java of D-Bus' types: numbers are Long, paths String, bytes {@code byte[]}, other arrays and structures List. */
final class Values {

    private Values() {
    }

    static Object plain(Object value) {
        if (value instanceof Variant<?> variant) {
            return plain(variant.getValue());
        }
        if (value instanceof DBusPath path) {
            return path.getPath();
        }
        if (value instanceof Struct struct) {
            return list(List.of(struct.getParameters()));
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> plain = new LinkedHashMap<>();
            map.forEach((key, entry) -> plain.put(plain(key), plain(entry)));
            return plain;
        }
        if (value instanceof Collection<?> several) {
            return list(several);
        }
        if (value != null && value.getClass().isArray()) {
            return array(value);
        }
        return value instanceof Number number && !(value instanceof Double) ? (Object) number.longValue() : value;
    }

    private static Object array(Object array) {
        if (array instanceof byte[]) {
            return array;
        }
        List<Object> several = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            several.add(Array.get(array, i));
        }
        return list(several);
    }

    private static Object list(Collection<?> several) {
        if (!several.isEmpty() && several.stream().allMatch(Byte.class::isInstance)) {
            byte[] bytes = new byte[several.size()];
            int at = 0;
            for (Object one : several) {
                bytes[at++] = (Byte) one;
            }
            return bytes;
        }
        List<Object> plain = new ArrayList<>();
        several.forEach(one -> plain.add(plain(one)));
        return plain;
    }
}
