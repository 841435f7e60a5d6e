package io.rushline.modules;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the appliance was at one moment, as far as an update is judged by it.
 *
 * @param bundles those of the update, by symbolic name
 * @param checked whether health checks could be asked
 * @param checks  what they said
 */
record Picture(Map<String, Part> bundles, boolean checked, List<Check> checks) {

    static final Picture NONE = new Picture(Map.of(), false, List.of());

    Picture {
        bundles = Map.copyOf(bundles);
        checks = List.copyOf(checks);
    }

    /**
     * A bundle.
     *
     * @param runs     it is active, or as active as its kind can be
     * @param state    for people
     * @param works    names of its components that are satisfied
     * @param lacks    names of those that are not
     * @param services interfaces under which it has registered services
     */
    record Part(boolean runs, String state, Set<String> works, Set<String> lacks, Set<String> services) {
        Part {
            works = Set.copyOf(works);
            lacks = Set.copyOf(lacks);
            services = Set.copyOf(services);
        }
    }

    /**
     * A health check's answer.
     *
     * @param bundle symbolic name of the bundle that registered it
     */
    record Check(String name, String bundle, Grade grade, String message) {
    }

    /** How good an answer is; higher is worse. */
    enum Grade {
        GOOD, NOT_YET, BAD
    }
}
