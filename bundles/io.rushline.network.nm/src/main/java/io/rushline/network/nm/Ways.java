package io.rushline.network.nm;

import io.rushline.network.api.Link.Kind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.freedesktop.dbus.types.UInt32;

/**
 * Gives each of several links a way out of its own and the rank of its kind, in the connection that NetworkManager has applied to its device: no
 * profile changes, and no link is left. On the worker only.
 */
final class Ways {

    /** What the device of a link should have. */
    private record Wish(Way way, OptionalLong metric) { }

    private static final System.Logger LOG = System.getLogger(Ways.class.getName());
    private static final int FIRST_TABLE = 30_000;
    private static final String METRIC = "route-metric";

    private final Caller nm;
    private final Supplier<Preference> preference;
    private final ToIntFunction<String> index;
    private final Map<String, Wish> applied = new HashMap<>();
    private final Map<String, Wish> refused = new HashMap<>();

    /** @param index the kernel's number of an interface, by name; 0 where there is none */
    Ways(Caller nm, Supplier<Preference> preference, ToIntFunction<String> index) {
        this.nm = nm;
        this.preference = preference;
        this.index = index;
    }

    /** The devices that have one, as far as NetworkManager says. */
    Set<String> standing(Snapshot all) {
        return wishes(all).entrySet().stream().filter(wish -> stands(all, wish.getKey(), wish.getValue().way())).map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private boolean stands(Snapshot all, String device, Way way) {
        return applied.containsKey(device) && applied.get(device).way().equals(way) && way.stands(all, device);
    }

    /** Makes it so where several links are up; what one had stays when it is the last. True when it has to be looked at again. */
    boolean apply(Snapshot all) throws BusException {
        Map<String, Wish> wishes = wishes(all);
        applied.keySet().retainAll(wishes.keySet());
        refused.keySet().retainAll(wishes.keySet());
        boolean again = false;
        if (wishes.size() > 1) {
            for (Map.Entry<String, Wish> wish : wishes.entrySet()) {
                again |= apply(all, wish.getKey(), wish.getValue());
            }
        }
        return again;
    }

    private Map<String, Wish> wishes(Snapshot all) {
        Map<String, Wish> wishes = new LinkedHashMap<>();
        for (String device : all.paths(Nm.DEVICE)) {
            Kind kind = Links.kind(all, device);
            int number = index.applyAsInt(all.name(device));
            if (kind != Kind.OTHER && number > 0 && Devices.state(all, device) == Nm.ACTIVATED && !all.external(device) && !all.unplugged(device)) {
                Way.of(all, device, FIRST_TABLE + number).ifPresent(way -> wishes.put(device, new Wish(way, preference.get().metric(kind, number))));
            }
        }
        return wishes;
    }

    private boolean apply(Snapshot all, String device, Wish wish) throws BusException {
        if (wish.equals(applied.get(device)) && wish.way().stands(all, device) || wish.equals(refused.get(device))) {
            return false;
        }
        try {
            boolean changed = reapply(all, device, wish);
            applied.put(device, wish);
            return changed;
        } catch (BusException failed) {
            if (failed.error().equals(BusException.NO_ANSWER)) {
                throw failed;
            }
            if (failed.kind().equals("VersionIdMismatch")) {
                return true; // somebody else has just changed it
            }
            refused.put(device, wish);
            LOG.log(System.Logger.Level.WARNING, "Interface " + all.name(device) + " has no way of its own, so that it carries clips only while it is the main one. "
                    + Reasons.of(failed).code().todo, failed);
            return false;
        }
    }

    private boolean reapply(Snapshot all, String device, Wish wish) throws BusException {
        Object[] answer = nm.call(device, Nm.DEVICE, "GetAppliedConnection", "u", new UInt32(0));
        ConnectionSettings settings = ConnectionSettings.of(answer[0]);
        boolean ranked = rank(settings, profile(all, device), wish.metric());
        if (wish.way().in(settings) && !ranked) {
            return false;
        }
        wish.way().put(settings);
        nm.call(device, Nm.DEVICE, "Reapply", "a{sa{sv}}tu", settings.withoutOldForms().raw(), answer[1], new UInt32(0));
        return true;
    }

    private ConnectionSettings profile(Snapshot all, String device) throws BusException {
        Optional<String> path = all.connectionOn(device);
        return path.isPresent() ? ConnectionSettings.read(nm, path.get()) : new ConnectionSettings();
    }

    /** A profile with a metric of its own keeps it. True when that made a difference. */
    private static boolean rank(ConnectionSettings settings, ConnectionSettings profile, OptionalLong metric) {
        boolean changed = false;
        for (String group : List.of(ConnectionSettings.IP4, ConnectionSettings.IP6)) {
            long now = settings.group(group).number(METRIC, -1);
            if (profile.group(group).number(METRIC, -1) < 0 && now != metric.orElse(-1)) {
                settings.put(group, METRIC, metric.orElse(-1), "x");
                changed = true;
            }
        }
        return changed;
    }
}
