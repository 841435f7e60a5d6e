package io.rushline.network.nm;

import io.rushline.network.api.Link.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** In which order the main link is taken by kinds: as metrics of routes, where NetworkManager's own say something else. */
record Preference(List<Kind> kinds) {

    /** Keeps it over restarts. */
    interface Store {
        Preference preference();

        /** It holds from now on. */
        void keep(Preference wanted) throws IOException;
    }

    static final List<Kind> STANDARD = List.of(Kind.ETHERNET, Kind.WIFI, Kind.MODEM);

    private static final System.Logger LOG = System.getLogger(Preference.class.getName());
    /** Of the first, the second, …: those of NetworkManager for the standard order. */
    private static final List<Long> METRICS = List.of(100L, 600L, 700L, 800L, 900L, 1000L, 1100L);
    /** NetworkManager counts up where two links are of a kind: what is set here must not be one of those. */
    private static final int ASIDE = 20;
    private static final int SAME_KIND = 80;

    /** Of what somebody wrote: what is no kind is told, and left out. */
    static Preference of(String[] names) {
        return new Preference(Arrays.stream(names).map(String::strip).flatMap(Preference::kind).distinct().toList());
    }

    private static Stream<Kind> kind(String name) {
        try {
            return Stream.of(Kind.valueOf(name));
        } catch (IllegalArgumentException unknown) {
            LOG.log(System.Logger.Level.WARNING, "\"" + name + "\" in the setting preference is no kind of link: " + Arrays.toString(Kind.values()) + " are.");
            return Stream.empty();
        }
    }

    /**
     * What a link's routes should have; empty where NetworkManager's own does.
     *
     * @param number another one for each link, the same while it is there
     */
    OptionalLong metric(Kind kind, int number) {
        int rank = rank(kind);
        return rank == STANDARD.indexOf(byItself(kind)) ? OptionalLong.empty() : OptionalLong.of(METRICS.get(rank) + ASIDE + number % SAME_KIND);
    }

    /** Kinds that are not named come last, in the standard order. */
    private int rank(Kind kind) {
        List<Kind> all = Stream.concat(kinds.stream(), STANDARD.stream()).distinct().toList();
        return all.contains(kind) ? all.indexOf(kind) : all.indexOf(standsFor(kind));
    }

    /** A phone's network is a mobile one, whatever its plug. */
    private static Kind standsFor(Kind kind) {
        return kind == Kind.TETHERING ? Kind.MODEM : byItself(kind);
    }

    /** As what NetworkManager ranks it. */
    private static Kind byItself(Kind kind) {
        return STANDARD.contains(kind) ? kind : Kind.ETHERNET;
    }
}
