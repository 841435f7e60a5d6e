package io.rushline.launcher.ctl;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads fields that may be absent or null, and writes values for people. Names may hold control characters: none reaches the terminal. */
public final class Text {

    private Text() {
    }

    public static String string(JsonObject object, String key) {
        JsonValue value = object.get(key);
        if (value == null || value == JsonValue.NULL) {
            return "";
        }
        return printable(value instanceof jakarta.json.JsonString text ? text.getString() : value.toString());
    }

    static String maybe(JsonObject object, String key, String format) {
        String value = string(object, key);
        return value.isEmpty() ? "" : String.format(Locale.ROOT, format, value);
    }

    /** A time, cut to seconds. */
    static String time(JsonObject object, String key) {
        return string(object, key).replaceFirst("\\.\\d+Z$", "Z");
    }

    public static long number(JsonObject object, String key) {
        return object.get(key) instanceof JsonNumber number ? number.longValue() : 0;
    }

    public static JsonObject object(JsonObject object, String key) {
        return object.get(key) instanceof JsonObject found ? found : JsonValue.EMPTY_JSON_OBJECT;
    }

    public static JsonArray array(JsonObject object, String key) {
        return object.get(key) instanceof JsonArray found ? found : JsonValue.EMPTY_JSON_ARRAY;
    }

    /** Of an array that holds nothing else. */
    public static List<JsonObject> objects(JsonObject object, String key) {
        return array(object, key).getValuesAs(JsonObject.class);
    }

    /** The queue's counts and what is to go: {@code 1 uploading, 3 completed; 1.2 GB to go}. */
    public static String queue(JsonObject queue) {
        String counts = object(queue, "counts").entrySet().stream().filter(e -> ((JsonNumber) e.getValue()).longValue() > 0)
                .map(e -> e.getValue() + " " + e.getKey().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
        return (counts.isEmpty() ? "" : counts + "; ") + bytes(number(queue, "remainingBytes")) + " to go";
    }

    /** Decimal units, as disks and cards are sold. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.95 && unit < 4) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %sB", value, "kMGTP".charAt(unit));
    }

    /** With control and bidirectional formatting characters made visible. */
    public static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
