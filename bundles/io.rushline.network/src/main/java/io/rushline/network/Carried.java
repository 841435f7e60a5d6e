package io.rushline.network;

import io.rushline.network.api.Link;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What each network has carried this month. A month begins when the cloud's time says so, never by this device's clock, which may be 1970 after a start:
 * what is carried until the cloud has told belongs to the month before. One thread at a time.
 */
final class Carried {

    private static final String MONTH = "month";
    private static final String BOOT = "boot";
    private static final String BYTES = "bytes.";
    private static final String SEEN = "seen.";
    private static final int OF_ANOTHER_BOOT = -1;

    /** @param network that was in force then, or last */
    private record Seen(int index, long bytes, String network) {
    }

    private final Counters counters;
    private final Map<String, Long> bytes = new TreeMap<>();
    private final Map<String, Seen> seen = new HashMap<>();
    private Optional<YearMonth> month = Optional.empty();

    /** @param kept what {@link #table} was */
    Carried(Counters counters, Map<String, String> kept) {
        this.counters = counters;
        month = Optional.ofNullable(kept.get(MONTH)).map(YearMonth::parse);
        boolean sameBoot = counters.boot().equals(kept.get(BOOT));
        kept.forEach((name, value) -> {
            if (name.startsWith(BYTES)) {
                bytes.put(name.substring(BYTES.length()), Long.valueOf(value));
            } else if (name.startsWith(SEEN)) {
                String[] words = value.split(" ", 3);
                seen.put(name.substring(SEEN.length()), new Seen(sameBoot ? Integer.parseInt(words[0]) : OF_ANOTHER_BOOT, Long.parseLong(words[1]), words[2]));
            }
        });
    }

    /** For the disk. */
    Map<String, String> table() {
        Map<String, String> table = new TreeMap<>(Map.of(BOOT, counters.boot()));
        month.ifPresent(now -> table.put(MONTH, now.toString()));
        bytes.forEach((network, carried) -> table.put(BYTES + network, carried.toString()));
        seen.forEach((link, last) -> table.put(SEEN + link, last.index() + " " + last.bytes() + " " + last.network()));
        return table;
    }

    /** Of each network that has carried any. */
    Map<String, Long> bytes() {
        return Map.copyOf(bytes);
    }

    /** What has passed since the last look belongs to the network that was in force then. */
    void look(List<Link> links) {
        boolean first = seen.isEmpty(); // nothing is known of the time before
        for (Link link : links) {
            counters.of(link.name()).ifPresent(counter -> count(link, counter, first));
        }
    }

    private void count(Link link, Counters.Counter now, boolean first) {
        Seen before = seen.get(link.name());
        boolean between = !link.up() && link.state() != Link.State.HOTSPOT;
        String network = before != null && between ? before.network() : network(link, networks());
        boolean goesOn = before != null && before.index() == now.index() && before.bytes() <= now.bytes();
        long passed = goesOn ? now.bytes() - before.bytes() : first ? 0 : now.bytes();
        if (passed > 0) {
            bytes.merge(goesOn ? before.network() : network, passed, Long::sum);
        }
        seen.put(link.name(), new Seen(now.index(), now.bytes(), network));
    }

    /** The cloud has told the time. One of its servers may lag behind the others when a month begins. */
    void month(YearMonth told) {
        if (month.isPresent() && told.equals(month.get().minusMonths(1))) {
            return;
        }
        if (month.isPresent() && told.isAfter(month.get())) {
            bytes.clear();
        }
        month = Optional.of(told);
    }

    /** The network that each link was in last. */
    Map<String, String> networks() {
        return seen.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().network()));
    }

    /**
     * What its rule and its bytes are kept under. While NetworkManager is away, a link that is up is taken to be where it was last.
     *
     * @param last of {@link #networks}
     */
    static String network(Link link, Map<String, String> last) {
        return link.profile().orElseGet(() -> link.state() == Link.State.CONNECTED ? last.getOrDefault(link.name(), link.name()) : link.name());
    }
}
