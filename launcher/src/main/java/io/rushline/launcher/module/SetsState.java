package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.Outcome;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Trial;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of the modules' folder, and the way back into order when they are read: a trial that was cut off, a commit that was cut between its
 * steps, files that are damaged.
 */
final class SetsState {

    static final String KEPT = "kept.json";
    static final String BEFORE = "before.json";
    static final String TRIAL = "trial.json";
    static final String OUTCOMES = "outcomes.json";
    static final String HIGHEST = "highest.json";

    private static final Logger LOG = System.getLogger(SetsState.class.getName());
    private static final int MAX_OUTCOMES = 100;

    /**
     * What {@code trial.json} says.
     *
     * @param former the set that ran until then
     * @param ended  why the process was about to end itself; empty in ordinary times
     */
    record Running(ModuleSet set, Trial trial, ModuleSet former, Optional<Ended> ended) {
    }

    /** Why a process ends itself. */
    record Ended(ModuleException.Code why, String detail) {
    }

    private final StateFiles files;
    private final InstantSource clock;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<String> damages = new ArrayList<>();
    private ModuleSet kept;
    /** Whether the file may hold a set that is not kept. */
    private boolean uncertain;
    private Optional<ModuleSet> before;
    private long highest;

    SetsState(StateFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    /** Reads all of it. */
    void read() {
        outcomes.addAll(read(OUTCOMES, object -> SetsJson.list(object, "outcomes", value -> SetsJson.outcome(value.asJsonObject()))).orElse(List.of()));
        Optional<Running> trial = read(TRIAL, SetsState::running);
        before = read(BEFORE, SetsJson::set);
        Optional<ModuleSet> found = read(KEPT, SetsJson::set);
        highest = Math.max(read(HIGHEST, object -> SetsJson.number(object, "number")).orElse(0L), highestSeen(found, trial));
        kept = found.orElseGet(() -> instead(trial));
        try {
            if (found.isEmpty() && kept.number() > 0) {
                writeKept(kept);
            }
            if (trial.isPresent()) {
                end(trial.get());
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the modules' folder cannot be written; the next start puts it in order", e);
        }
        for (String damage : damages) {
            LOG.log(Level.ERROR, "{0} Set {1} of modules is the one that runs.", damage, kept.number());
            add(new Outcome(highest, new Plan(kept.number(), List.of(), List.of(), ids(kept)), clock.instant(), ModuleException.Code.STORE, damage));
        }
        if (before.isPresent() && before.get().number() == kept.number()) {
            before = Optional.empty();
        }
    }

    private <T> Optional<T> read(String name, StateFiles.Reading<T> reading) {
        try {
            return files.read(name, reading);
        } catch (StateFiles.DamagedException e) {
            LOG.log(Level.DEBUG, "why it could not be read", e);
            damages.add(e.getMessage());
            return Optional.empty();
        }
    }

    /** There is no kept set: none yet, or a damaged file. What ran when the last trial began is nearest to it. */
    private ModuleSet instead(Optional<Running> trial) {
        return trial.map(Running::former).or(() -> before).orElse(ModuleSet.BUILT_IN);
    }

    private long highestSeen(Optional<ModuleSet> found, Optional<Running> trial) {
        long seen = Math.max(found.map(ModuleSet::number).orElse(0L), before.map(ModuleSet::number).orElse(0L));
        seen = Math.max(seen, trial.map(t -> t.set().number()).orElse(0L));
        return Math.max(seen, outcomes.stream().mapToLong(Outcome::set).max().orElse(0));
    }

    private void end(Running trial) throws IOException {
        if (trial.set().number() == kept.number()) {
            finishCommit(trial.former());
            return;
        }
        Ended why = trial.ended().orElseGet(() -> new Ended(ModuleException.Code.CUT,
                "The power was cut or the process ended while set " + trial.set().number() + ", begun at " + trial.trial().startedAt() + ", was on trial."));
        LOG.log(Level.WARNING, "{0} Set {1} runs.", why.detail(), kept.number());
        // A way back that was cut has said why already.
        if (outcomes.stream().noneMatch(outcome -> outcome.set() == trial.set().number())) {
            add(new Outcome(trial.set().number(), trial.trial().plan(), clock.instant(), why.why(), why.detail()));
        }
        // The kept set ran well enough for another to be tried beside it.
        files.delete(StartCount.FILE);
        files.delete(TRIAL);
    }

    /** The steps of a commit that follow the one that decides. */
    void finishCommit(ModuleSet former) throws IOException {
        files.write(BEFORE, SetsJson.of(former));
        before = Optional.of(former);
        files.delete(TRIAL);
    }

    ModuleSet kept() {
        return kept;
    }

    Optional<ModuleSet> before() {
        return before;
    }

    long highest() {
        return highest;
    }

    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    void writeHighest(long number) throws IOException {
        files.write(HIGHEST, Json.createObjectBuilder().add("number", number).build());
        highest = number;
    }

    void writeKept(ModuleSet set) throws IOException {
        files.prepare(KEPT, SetsJson.of(set));
        uncertain = true;
        files.replace(KEPT);
        uncertain = false;
        kept = set;
    }

    /** After a {@link #writeKept} that failed: the file holds the set that is kept. */
    void settleKept() throws IOException {
        if (uncertain) {
            writeKept(kept);
        }
    }

    void writeTrial(Running trial) throws IOException {
        JsonObjectBuilder object = Json.createObjectBuilder().add("set", SetsJson.of(trial.set())).add("trial", SetsJson.of(trial.trial()))
                .add("former", SetsJson.of(trial.former()));
        trial.ended().ifPresent(ended -> object.add("ended", Json.createObjectBuilder().add("why", ended.why().name()).add("detail", ended.detail())));
        files.write(TRIAL, object.build());
    }

    void deleteTrial() throws IOException {
        files.delete(TRIAL);
    }

    /** Adds an outcome unless the like of it waits to be told already. Where it cannot be written it is known to this process only. */
    void add(Outcome outcome) {
        if (outcomes.stream().anyMatch(o -> o.set() == outcome.set() && o.why() == outcome.why() && o.detail().equals(outcome.detail()))) {
            return;
        }
        outcomes.add(outcome);
        if (outcomes.size() > MAX_OUTCOMES) {
            outcomes.remove(0);
        }
        writeOutcomes();
    }

    void remove(Outcome outcome) {
        if (outcomes.remove(outcome)) {
            writeOutcomes();
        }
    }

    private void writeOutcomes() {
        JsonArrayBuilder array = Json.createArrayBuilder();
        outcomes.forEach(outcome -> array.add(SetsJson.of(outcome)));
        try {
            files.write(OUTCOMES, Json.createObjectBuilder().add("outcomes", array).build());
        } catch (IOException e) {
            LOG.log(Level.ERROR, "how trials of modules ended cannot be written down", e);
        }
    }

    /** The way from one set to another, as far as sets tell. */
    static Plan way(ModuleSet from, ModuleSet to) {
        Map<String, String> old = versions(from);
        Map<String, String> next = versions(to);
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(next.keySet());
        List<Plan.Change> changes = names.stream().filter(name -> !Optional.ofNullable(old.get(name)).equals(Optional.ofNullable(next.get(name))))
                .map(name -> new Plan.Change(name, Optional.ofNullable(old.get(name)), Optional.ofNullable(next.get(name)))).toList();
        return new Plan(from.number(), changes, List.of(), ids(to));
    }

    private static Map<String, String> versions(ModuleSet set) {
        Map<String, String> versions = new TreeMap<>();
        set.modules().forEach(entry -> versions.put(entry.name(), entry.version()));
        return versions;
    }

    private static List<String> ids(ModuleSet set) {
        return set.modules().stream().map(ModuleSet.Entry::sha256).toList();
    }

    private static Running running(JsonObject object) {
        JsonObject ended = object.getJsonObject("ended");
        Running running = new Running(SetsJson.set(object.getJsonObject("set")), SetsJson.trial(object.getJsonObject("trial")),
                SetsJson.set(object.getJsonObject("former")),
                Optional.ofNullable(ended).map(e -> new Ended(ModuleException.Code.valueOf(e.getString("why")), e.getString("detail"))));
        if (running.set().number() != running.trial().set() || running.former().number() >= running.set().number()) {
            throw new IllegalArgumentException("a trial of another set");
        }
        return running;
    }
}
