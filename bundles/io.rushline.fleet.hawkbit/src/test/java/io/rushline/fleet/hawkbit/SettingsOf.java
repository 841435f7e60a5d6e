package io.rushline.fleet.hawkbit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Settings for tests. */
final class SettingsOf {

    private SettingsOf() {
    }

    /** Names and values; what is not given has its default. */
    static Settings map(Map<String, Object> first, Object... more) {
        Map<String, Object> set = new HashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            set.put((String) more[i], more[i + 1]);
        }
        set.putAll(first);
        InvocationHandler values = (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue());
        return (Settings) Proxy.newProxyInstance(Settings.class.getClassLoader(), new Class<?>[] {Settings.class}, values);
    }

    static Settings of(Object... namesAndValues) {
        return map(Map.of(), namesAndValues);
    }
}
