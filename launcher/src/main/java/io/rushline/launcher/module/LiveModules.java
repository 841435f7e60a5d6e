package io.rushline.launcher.module;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.Module;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.Outcome;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Trial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;

/** Switches the running framework from one set to the next. */
public final class LiveModules implements ModuleHost, AutoCloseable {

    private final ModuleSets sets;
    private final Optional<String> safeMode;

    /** A bundle of a feature, whether it runs or a module's stands in its place. */
    public record Shipped(String symbolicName, Version version, String location, int startLevel) {
    }

    public LiveModules(Framework framework, ModuleStore store, ModuleSets sets, List<Shipped> shipped, Optional<String> safeMode, Runnable stamp) {
        this.sets = sets;
        this.safeMode = safeMode;
    }

    private static ModuleException notBuilt() {
        return new ModuleException(ModuleException.Code.STORE, "Not built yet.");
    }

    @Override
    public List<Module> modules() {
        return List.of();
    }

    @Override
    public CheckedModule check(Path file) throws ModuleException {
        throw notBuilt();
    }

    @Override
    public CheckedModule checked(String sha256) throws ModuleException {
        throw notBuilt();
    }

    @Override
    public void discardExcept(Set<String> sha256) {
        // nothing was kept
    }

    @Override
    public Plan plan(List<CheckedModule> modules, Set<Allow> allowed) throws ModuleException {
        throw notBuilt();
    }

    @Override
    public Plan planRollBack() throws ModuleException {
        throw notBuilt();
    }

    @Override
    public Plan planRemoval(String module) throws ModuleException {
        throw notBuilt();
    }

    @Override
    public Trial begin(Plan plan, Duration trial) throws ModuleException {
        throw notBuilt();
    }

    @Override
    public Optional<Trial> trial() {
        return sets.trial();
    }

    @Override
    public void commit(Trial trial) throws ModuleException {
        throw notBuilt();
    }

    @Override
    public void rollBack(Trial trial, ModuleException.Code why, String detail) throws ModuleException {
        throw notBuilt();
    }

    @Override
    public List<Outcome> outcomes() {
        return sets.outcomes();
    }

    @Override
    public void forget(Outcome outcome) {
        sets.forget(outcome);
    }

    @Override
    public Optional<String> safeMode() {
        return safeMode;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
