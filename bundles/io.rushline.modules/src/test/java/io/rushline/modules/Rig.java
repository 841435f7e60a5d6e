package io.rushline.modules;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.ModuleException;
import io.rushline.modules.Picture.Check;
import io.rushline.modules.Picture.Grade;
import io.rushline.modules.Picture.Part;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.When;
import io.rushline.status.api.Warning;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Module updates in virtual time, above a fake host, that can be cut off and started again. */
final class Rig {

    static final Actor ANN = new Actor(Actor.Via.CONSOLE, "ann");
    static final String QUEUE = "io.rushline.queue.derby";
    static final String CONSOLE = "io.rushline.console";

    final FakeHost host = new FakeHost();
    final TestSettings settings = new TestSettings();
    final List<Update> told = new ArrayList<>();
    final Map<String, Warning> warnings = new TreeMap<>();
    final Map<String, Check> checks = new TreeMap<>();
    final Path folder;
    boolean executorThere = true;
    /** By symbolic name: what the bundle is; those that run and are not here just run. */
    final Map<String, Function<String, Part>> parts = new HashMap<>();
    DataSource database;
    ModuleUpdates updates;
    ModuleUpdates.Services services;
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private Duration passed = Duration.ofDays(-3);
    private int runs;

    Rig(DataSource database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /** Another process. */
    Rig start() {
        runs++;
        return successor();
    }

    /** Another instance in the same process. */
    Rig successor() {
        warnings.clear();
        services = new ModuleUpdates.Services();
        updates = new ModuleUpdates(settings, host, services, this::look,
                new ModuleUpdates.Place(folder, "framework-" + runs, new Time(new WallClock(), () -> passed.toNanos()), this::show, new SameThread(false), new SameThread(true)), List.of(told::add));
        if (database != null) {
            updates.setDatabase(database);
        }
        return this;
    }

    /** A power cut. */
    Rig restart() {
        host.restart();
        start().turns(1);
        return this;
    }

    private Runnable show(Warning warning) {
        warnings.put(warning.code(), warning);
        return () -> warnings.remove(warning.code());
    }

    private Picture look(Set<String> names) {
        Map<String, Part> bundles = host.running.entrySet().stream().filter(each -> names.contains(each.getKey())).collect(Collectors.toMap(Map.Entry::getKey,
                each -> parts.getOrDefault(each.getKey(), version -> new Part(true, "active", Set.of(), Set.of(), Set.of())).apply(each.getValue())));
        return new Picture(bundles, executorThere, List.copyOf(checks.values()));
    }

    Rig check(String name, Grade grade) {
        checks.put(name, new Check(name, QUEUE, grade, grade == Grade.GOOD ? "" : "it says no"));
        return this;
    }

    /** Takes so many turns, each a second after the other. */
    Rig turns(int seconds) {
        for (int i = 0; i < seconds; i++) {
            updates.turn();
            passes(Duration.ofSeconds(1));
        }
        return this;
    }

    void passes(Duration time) {
        passed = passed.plus(time);
        setClock(now.plus(time));
    }

    void setClock(Instant time) {
        now = time;
        host.now = time;
    }

    Instant now() {
        return now;
    }

    CheckedModule stage(String name, String version) throws ModuleException {
        return updates.stage(new ByteArrayInputStream((name + " " + version).getBytes(StandardCharsets.UTF_8)), name + ".jar", ANN);
    }

    Update install(String name, String version) throws ModuleException {
        return updates.install(List.of(stage(name, version).sha256()), Set.of(), When.NOW, ANN);
    }

    Update.State state(Update update) {
        return updates.find(update.id()).orElseThrow().state();
    }

    Update last() throws ModuleException {
        return updates.history(0, 1).get(0);
    }

    List<Update.State> states(Update update) {
        return told.stream().filter(each -> each.id() == update.id()).map(Update::state).toList();
    }

    Optional<String> version(String module) {
        return Optional.ofNullable(host.running.get(module));
    }

    private final class WallClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
