package io.rushline.modules.repository;

import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.When;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What somebody asked to be fetched and installed as one set.
 *
 * @param installing the modules' provider may have been asked already; since when is not known to be later than this file
 */
record Job(List<Offered> modules, Set<Allow> allowed, When when, Actor by, Instant askedAt, boolean installing) {
    Job {
        modules = List.copyOf(modules);
        allowed = Set.copyOf(allowed);
    }

    Job nowInstalling(boolean now) {
        return new Job(modules, allowed, when, by, askedAt, now);
    }

    List<String> ids() {
        return modules.stream().map(Offered::sha256).toList();
    }

    long totalBytes() {
        return modules.stream().mapToLong(Offered::sizeBytes).sum();
    }
}
