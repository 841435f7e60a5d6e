package io.rushline.network.nm;

import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Profile;
import io.rushline.network.api.Profile.Draft;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A profile with what NetworkManager keeps of it.
 *
 * @param path of its object
 */
record Known(String path, ConnectionSettings settings, Profile profile) {

    /** All that are kept, of the kinds this program knows, the preferred ones first. */
    static List<Known> all(Caller nm, Snapshot now) throws BusException {
        List<Known> all = new ArrayList<>();
        for (String path : now.paths(Nm.CONNECTION)) {
            if ((now.get(path, Nm.CONNECTION).number("Flags", 0) & Nm.CONNECTION_NOT_KEPT) == 0) {
                add(nm, now, path, all);
            }
        }
        all.sort(Comparator.comparing((Known known) -> -known.profile().preference())
                .thenComparing(known -> known.profile().lastUsed().map(used -> -used.getEpochSecond()).orElse(0L)) // as NetworkManager does
                .thenComparing(known -> known.profile().name()));
        return all;
    }

    private static void add(Caller nm, Snapshot now, String path, List<Known> all) throws BusException {
        try {
            ConnectionSettings settings = ConnectionSettings.read(nm, path);
            Profiles.of(settings, now.deviceOf(path).map(now::name)).ifPresent(profile -> all.add(new Known(path, settings, profile)));
        } catch (BusException failed) {
            if (!failed.kind().startsWith("Unknown")) {
                throw failed;
            } // else it was forgotten this very moment
        }
    }

    /** A new one, checked before. */
    static Profile add(Caller nm, Draft draft) throws BusException {
        ConnectionSettings settings = Drafts.fresh(draft, UUID.randomUUID().toString());
        Drafts.apply(draft, settings);
        nm.call(Nm.SETTINGS_PATH, Nm.SETTINGS, "AddConnection", "a{sa{sv}}", settings.raw());
        return Profiles.of(settings, Optional.empty()).orElseThrow();
    }

    static Known find(List<Known> all, String id) throws NetworkException {
        return all.stream().filter(known -> known.profile().id().equals(id)).findFirst().orElseThrow(() -> new NetworkException(Code.UNKNOWN));
    }

    static List<Profile> profiles(List<Known> all) {
        return all.stream().map(Known::profile).toList();
    }

    void update(Caller nm) throws BusException {
        nm.call(path, Nm.CONNECTION, "Update", "a{sa{sv}}", settings.raw());
    }
}
