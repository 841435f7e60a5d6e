package io.rushline.auth.c2c;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.auth.api.Channel;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the recording inputs and pauses of {@code devices/me} (protocol sections 3 and 8). Trusts nothing: what makes no sense is left out. */
final class Inputs {

    private static final int MOST = 64; // no device has as many; an answer may
    private static final int MAX_INDEX = 9_999;

    private Inputs() { }

    /** By index; one that is named twice is paused where either is. */
    static List<Channel> channels(JsonNode list) {
        SortedMap<Integer, Channel> channels = new TreeMap<>();
        int position = 0;
        for (JsonNode one : list) {
            int index = index(one.path("external_index"), position++);
            if (one.isObject() && index >= 0 && channels.size() < MOST) {
                String name = DeviceGrant.text(one.path("name"));
                channels.merge(index, new Channel(index, name == null ? "Channel " + (index + 1) : name, paused(one)),
                        (first, second) -> second.paused() ? second : first);
            }
        }
        return List.copyOf(channels.values());
    }

    /** Whether a device or a channel is paused. */
    static boolean paused(JsonNode of) {
        return of.path("status").asText().strip().equalsIgnoreCase("paused");
    }

    /** Where the cloud does not number them, they stand in order; -1: none that can be meant. */
    private static int index(JsonNode named, int position) {
        if (named.isMissingNode() || named.isNull()) {
            return position;
        }
        int index = named.asInt(-1);
        return index <= MAX_INDEX && (named.isIntegralNumber() || named.isTextual()) ? index : -1;
    }
}
