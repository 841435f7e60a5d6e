package io.rushline.modules;

import io.rushline.host.api.Plan;
import java.util.List;

/**
 * A switch that was begun, written down before it is.
 *
 * @param base      number of the set it started from
 * @param modules   ids of the modules of the next set
 * @param set       number of the set on trial; null until the host has told it
 * @param framework UUID of the framework it was begun in: another one runs after a restart of the process
 * @param before    what the appliance was before
 */
record Attempt(long base, List<String> modules, Long set, String framework, Picture before) {
    Attempt {
        modules = List.copyOf(modules);
    }

    static Attempt of(Plan plan, String framework, Picture before) {
        return new Attempt(plan.base(), plan.modules(), null, framework, before);
    }

    Attempt set(long number) {
        return new Attempt(base, modules, number, framework, before);
    }
}
