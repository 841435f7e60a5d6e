package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.Outcome;
import io.rushline.host.api.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the live switch needs of the disk, so that it can be tried without one. */
interface Seams {

    /** As {@link ModuleStore}. */
    interface Store {
        ModuleFile add(Path file) throws ModuleException;

        ModuleFile get(String sha256) throws ModuleException;

        void keepOnly(Set<String> sha256);

        static Store of(ModuleStore store) {
            return new Store() {
                @Override
                public ModuleFile add(Path file) throws ModuleException {
                    return store.add(file);
                }

                @Override
                public ModuleFile get(String sha256) throws ModuleException {
                    return store.get(sha256);
                }

                @Override
                public void keepOnly(Set<String> sha256) {
                    store.keepOnly(sha256);
                }
            };
        }
    }

    /** As {@link ModuleSets}. */
    interface Sets {
        ModuleSet kept();

        Optional<ModuleSet> before();

        long nextNumber();

        void tryOut(ModuleSet next, Trial trial) throws ModuleException;

        void keep() throws ModuleException;

        void goBack(ModuleException.Code why, String detail, boolean told) throws ModuleException;

        void giveUp(ModuleException.Code why, String detail) throws ModuleException;

        List<Outcome> outcomes();

        void forget(Outcome outcome);

        static Sets of(ModuleSets sets) {
            return new Sets() {
                @Override
                public ModuleSet kept() {
                    return sets.kept();
                }

                @Override
                public Optional<ModuleSet> before() {
                    return sets.before();
                }

                @Override
                public long nextNumber() {
                    return sets.nextNumber();
                }

                @Override
                public void tryOut(ModuleSet next, Trial trial) throws ModuleException {
                    sets.tryOut(next, trial);
                }

                @Override
                public void keep() throws ModuleException {
                    sets.keep();
                }

                @Override
                public void goBack(ModuleException.Code why, String detail, boolean told) throws ModuleException {
                    sets.goBack(why, detail, told);
                }

                @Override
                public void giveUp(ModuleException.Code why, String detail) throws ModuleException {
                    sets.giveUp(why, detail);
                }

                @Override
                public List<Outcome> outcomes() {
                    return sets.outcomes();
                }

                @Override
                public void forget(Outcome outcome) {
                    sets.forget(outcome);
                }
            };
        }
    }
}
