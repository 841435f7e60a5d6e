package io.rushline.console;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.Module;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.host.api.Plan;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Modules;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.When;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What people can do with modules, in memory. */
public final class FakeModules implements Modules {

    public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final Map<String, CheckedModule> staged = new LinkedHashMap<>();
    private final Map<Long, Update> updates = new ConcurrentHashMap<>();
    public volatile Code refusal;
    public volatile String safeMode;
    /** What was asked for last, as it came. */
    public volatile String asked;

    @Override
    public List<Module> modules() {
        return List.of(new Module("io.rushline.uploader.c2c", "1.0.0", Module.Role.STANDBY, Optional.empty(), Optional.empty(),
                        List.of(part("io.rushline.uploader.c2c", "1.0.0", "RESOLVED"))),
                new Module("io.rushline.uploader.c2c", "1.1.0", Module.Role.ADDED, Optional.of("CN=Vendor"), Optional.of(NOON),
                        List.of(part("io.rushline.uploader.c2c", "1.1.0", "ACTIVE"), part("io.rushline.uploader.more", "1.1.0", "STARTING"))),
                new Module("io.rushline.console", "1.0.0", Module.Role.BUILT_IN, Optional.empty(), Optional.empty(),
                        List.of(part("io.rushline.console", "1.0.0", "ACTIVE"))));
    }

    private static Module.Part part(String name, String version, String state) {
        return new Module.Part(name, version, state, List.of("service a.B"), List.of("package a 1.0.0"));
    }

    @Override
    public Optional<String> safeMode() {
        return Optional.ofNullable(safeMode);
    }

    @Override
    public CheckedModule stage(InputStream content, String fileName, Actor by) throws ModuleException {
        byte[] bytes;
        try {
            bytes = content.readAllBytes();
        } catch (IOException e) {
            throw new ModuleException(Code.STORE, "", e);
        }
        refuse();
        asked = fileName + " by " + by;
        CheckedModule module = new CheckedModule(String.format("%064x", bytes.length), "io.rushline.uploader.c2c", "1.2.0", "CN=Vendor", bytes.length,
                List.of("io.rushline.uploader.c2c 1.2.0"));
        staged.put(module.sha256(), module);
        return module;
    }

    @Override
    public List<CheckedModule> staged() {
        return List.copyOf(staged.values());
    }

    @Override
    public void discard(String sha256, Actor by) throws ModuleException {
        if (staged.remove(sha256) == null) {
            throw new ModuleException(Code.UNKNOWN, "");
        }
    }

    @Override
    public Plan look(List<String> sha256, Set<Allow> allowed) throws ModuleException {
        refuse();
        asked = sha256.size() + " " + allowed;
        return new Plan(1, List.of(new Plan.Change("io.rushline.uploader.c2c", Optional.of("1.1.0"), Optional.of("1.2.0"))),
                List.of("io.rushline.uploader.c2c"), sha256);
    }

    @Override
    public Update install(List<String> sha256, Set<Allow> allowed, When when, Actor by) throws ModuleException {
        refuse();
        asked = sha256.size() + " " + allowed + " " + when;
        return put(by, when.equals(When.NOW) ? Update.State.SWITCHING : Update.State.SCHEDULED, when);
    }

    @Override
    public Update rollBack(Actor by) throws ModuleException {
        refuse();
        return put(by, Update.State.SWITCHING, When.NOW);
    }

    @Override
    public Update remove(String module, Actor by) throws ModuleException {
        refuse();
        asked = module;
        return put(by, Update.State.SWITCHING, When.NOW);
    }

    @Override
    public void cancel(long update, Actor by) throws ModuleException {
        refuse();
        become(update, Update.State.CANCELLED);
    }

    @Override
    public Optional<Update> find(long update) {
        return Optional.ofNullable(updates.get(update));
    }

    @Override
    public Optional<Update> current() {
        return updates.values().stream().filter(update -> !update.state().isFinal()).findFirst();
    }

    @Override
    public List<Update> history(int offset, int limit) throws ModuleException {
        refuse();
        List<Update> newestFirst = new ArrayList<>(updates.values());
        newestFirst.sort((a, b) -> Long.compare(b.id(), a.id()));
        return newestFirst.stream().skip(offset).limit(limit).toList();
    }

    public Update become(long id, Update.State state) {
        return updates.compute(id, (key, u) -> new Update(id, state, u.changes(), u.by(), u.askedAt(), u.when(),
                state.isFinal() ? Optional.of(NOON) : Optional.empty(), state == Update.State.ROLLED_BACK ? Optional.of(Code.UNHEALTHY) : Optional.empty(),
                state == Update.State.ROLLED_BACK ? "uploader: CRITICAL" : ""));
    }

    private Update put(Actor by, Update.State state, When when) {
        Update update = new Update(updates.size() + 1L, state, List.of(new Plan.Change("io.rushline.uploader.c2c", Optional.of("1.1.0"), Optional.empty())),
                by, NOON, when, Optional.empty(), Optional.empty(), "");
        updates.put(update.id(), update);
        return update;
    }

    private void refuse() throws ModuleException {
        if (refusal != null) {
            throw new ModuleException(refusal, "This is why.");
        }
    }
}
