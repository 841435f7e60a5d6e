package io.rushline.network.nm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Named values of NetworkManager's, in plain Java; what is missing or of another type counts as nothing. */
record Props(Map<String, Object> values) {

    static final Props NONE = new Props(Map.of());

    /** @param plain a map, as {@link Values#plain} gives it */
    static Props of(Object plain) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (plain instanceof Map<?, ?> map) {
            map.forEach((key, value) -> values.put(String.valueOf(key), value));
        }
        return new Props(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Empty where it is missing. */
    Props map(String name) {
        return of(values.get(name));
    }

    long number(String name, long otherwise) {
        return values.get(name) instanceof Long number ? number : otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        return values.get(name) instanceof Boolean flag ? flag : otherwise;
    }

    /** Not the empty one. */
    Optional<String> text(String name) {
        return values.get(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    /** A path that leads somewhere. */
    Optional<String> path(String name) {
        return text(name).filter(path -> !path.equals(Nm.NOWHERE));
    }

    byte[] bytes(String name) {
        return values.get(name) instanceof byte[] bytes ? bytes : new byte[0];
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        list(name).forEach(one -> texts.add(String.valueOf(one)));
        return texts;
    }

    List<Long> numbers(String name) {
        List<Long> numbers = new ArrayList<>();
        list(name).forEach(one -> {
            if (one instanceof Long number) {
                numbers.add(number);
            }
        });
        return numbers;
    }

    List<Props> maps(String name) {
        List<Props> maps = new ArrayList<>();
        list(name).forEach(one -> maps.add(of(one)));
        return maps;
    }

    private List<?> list(String name) {
        return values.get(name) instanceof List<?> list ? list : List.of();
    }
}
