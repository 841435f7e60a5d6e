package io.rushline.modules;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.Module;
import io.rushline.host.api.Module.Part;
import io.rushline.host.api.Module.Role;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.Outcome;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Plan.Change;
import io.rushline.host.api.Trial;
import io.rushline.host.api.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Modules that are two words in a file, {@code name version}: {@code bad} is refused. What it has on disk survives {@link #restart}. */
final class FakeHost implements ModuleHost {

    final Map<String, CheckedModule> files = new LinkedHashMap<>();
    final List<Outcome> outcomes = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    TreeMap<String, String> kept = new TreeMap<>(Map.of("io.rushline.queue.derby", "1.0.0", "io.rushline.console", "1.0.0"));
    TreeMap<String, String> running = new TreeMap<>(kept);
    Optional<TreeMap<String, String>> before = Optional.empty();
    Optional<Trial> trial = Optional.empty();
    Optional<String> safeMode = Optional.empty();
    long keptSet = 1;
    long lastSet = 1;
    /** Called at each step with its name, such as {@code begin} and {@code begun}. */
    Steps steps = step -> { };
    /** Called at each check of a file. */
    Runnable checking = () -> { };
    Optional<ModuleException> planFails = Optional.empty();
    Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private Optional<TreeMap<String, String>> next = Optional.empty();

    /** What happens at a step. */
    interface Steps {
        void at(String step) throws ModuleException;
    }

    @Override
    public List<Module> modules() {
        return running.entrySet().stream().map(each -> new Module(each.getKey(), each.getValue(), Role.BUILT_IN, Optional.empty(), Optional.empty(),
                List.of(new Part(each.getKey(), each.getValue(), "ACTIVE", List.of(), List.of())))).toList();
    }

    @Override
    public CheckedModule check(Path file) throws ModuleException {
        calls.add("check");
        checking.run();
        try {
            String[] words = Files.readString(file).split(" ");
            if (words.length != 2) {
                throw new ModuleException(Code.NOT_A_MODULE, "");
            }
            if (words[1].equals("bad")) {
                throw new ModuleException(Code.UNSIGNED, "");
            }
            CheckedModule module = new CheckedModule("sha-" + words[0] + "-" + words[1], words[0], words[1], "CN=Vendor", Files.size(file), List.of(words[0] + " " + words[1]));
            files.put(module.sha256(), module);
            return module;
        } catch (IOException failed) {
            throw new ModuleException(Code.STORE, "", failed);
        }
    }

    @Override
    public CheckedModule checked(String sha256) throws ModuleException {
        if (!files.containsKey(sha256)) {
            throw new ModuleException(Code.UNKNOWN, "");
        }
        return files.get(sha256);
    }

    @Override
    public List<Verification> verify() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void discardExcept(Set<String> sha256) {
        calls.add("discardExcept " + sha256);
        files.keySet().retainAll(sha256);
    }

    @Override
    public Plan plan(List<CheckedModule> modules, Set<Allow> allowed) throws ModuleException {
        if (planFails.isPresent()) {
            throw planFails.get();
        }
        TreeMap<String, String> wanted = new TreeMap<>(running);
        modules.forEach(module -> wanted.put(module.name(), module.version()));
        return to(wanted);
    }

    private Plan to(TreeMap<String, String> wanted) {
        List<Change> changes = new ArrayList<>();
        Map<String, String> all = new TreeMap<>(running);
        all.putAll(wanted);
        for (String name : all.keySet()) {
            Change change = new Change(name, Optional.ofNullable(running.get(name)), Optional.ofNullable(wanted.get(name)));
            if (!change.from().equals(change.to())) {
                changes.add(change);
            }
        }
        next = Optional.of(wanted);
        return new Plan(keptSet, changes, changes.stream().map(Change::module).toList(), wanted.entrySet().stream().map(Object::toString).toList());
    }

    @Override
    public Plan planRollBack() throws ModuleException {
        return to(before.orElseThrow(() -> new ModuleException(Code.NOTHING_BEFORE, "")));
    }

    @Override
    public Plan planRemoval(String module) throws ModuleException {
        if (!running.containsKey(module)) {
            throw new ModuleException(Code.UNKNOWN, "");
        }
        TreeMap<String, String> wanted = new TreeMap<>(running);
        wanted.remove(module);
        return to(wanted);
    }

    @Override
    public Trial begin(Plan plan, Duration time) throws ModuleException {
        calls.add("begin");
        step("begin");
        if (trial.isPresent()) {
            throw new ModuleException(Code.BUSY, "");
        }
        if (plan.base() != keptSet) {
            throw new ModuleException(Code.OUTDATED, "");
        }
        Trial begun = new Trial(++lastSet, plan, now, now.plus(time));
        running = next.orElseThrow();
        trial = Optional.of(begun);
        step("begun");
        return begun;
    }

    @Override
    public Optional<Trial> trial() {
        return trial;
    }

    @Override
    public void commit(Trial committed) throws ModuleException {
        calls.add("commit");
        step("commit");
        before = Optional.of(kept);
        kept = running;
        keptSet = committed.set();
        trial = Optional.empty();
        step("committed");
    }

    @Override
    public void rollBack(Trial gone, Code why, String detail) throws ModuleException {
        calls.add("rollBack " + why);
        step("rollBack");
        running = kept;
        trial = Optional.empty();
        step("rolledBack");
    }

    private void step(String name) throws ModuleException {
        steps.at(name);
    }

    /** As the watchdog does. */
    void goBack(Code why, String detail) {
        outcomes.add(new Outcome(trial.orElseThrow().set(), trial.orElseThrow().plan(), now, why, detail));
        running = kept;
        trial = Optional.empty();
    }

    /** The process starts again. */
    void restart() {
        steps = step -> { };
        if (trial.isPresent()) {
            goBack(Code.CUT, "");
        }
        running = kept;
    }

    @Override
    public List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    @Override
    public void forget(Outcome outcome) {
        try {
            step("forget");
        } catch (ModuleException e) {
            throw new IllegalStateException(e);
        }
        outcomes.remove(outcome);
    }

    @Override
    public Optional<String> safeMode() {
        return safeMode;
    }
}
