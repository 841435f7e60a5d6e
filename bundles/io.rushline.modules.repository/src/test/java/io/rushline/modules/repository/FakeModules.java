package io.rushline.modules.repository;

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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;

/** Stages what it is given by the names in its manifest, and writes down what it is to install. */
final class FakeModules implements Modules {

    final List<Module> running = new CopyOnWriteArrayList<>();
    final Map<String, CheckedModule> staged = new TreeMap<>();
    /** One line for each install. */
    final List<String> installs = new CopyOnWriteArrayList<>();
    final List<Update> history = new CopyOnWriteArrayList<>();
    volatile Optional<Update> current = Optional.empty();
    volatile Optional<Code> refuses = Optional.empty();
    volatile Optional<Code> refusesToStage = Optional.empty();
    /** Runs before a module is staged, and before an install is written down. */
    volatile Runnable beforeStage = () -> { };
    volatile Runnable beforeInstall = () -> { };
    volatile Runnable beforeCurrent = () -> { };

    void runs(String name, String version) {
        running.add(new Module(name, version, Module.Role.BUILT_IN, Optional.empty(), Optional.empty(), List.of()));
    }

    static Update update(String module, String to, Update.State state, Instant at) {
        return new Update(1, state, List.of(new Plan.Change(module, Optional.empty(), Optional.of(to))), new Actor(Actor.Via.CONSOLE, "anna"), at, When.NOW, Optional.empty(),
                Optional.empty(), "");
    }

    @Override
    public List<Module> modules() {
        return running;
    }

    @Override
    public synchronized CheckedModule stage(InputStream content, String fileName, Actor by) throws ModuleException {
        beforeStage.run();
        if (refusesToStage.isPresent()) {
            throw new ModuleException(refusesToStage.get(), "");
        }
        try {
            byte[] bytes = content.readAllBytes();
            String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(bytes))) {
                Attributes main = jar.getManifest().getMainAttributes();
                String name = main.getValue("Rushline-Module") == null ? main.getValue("Bundle-SymbolicName") : main.getValue("Rushline-Module");
                String version = main.getValue("Rushline-Module") == null ? main.getValue("Bundle-Version") : main.getValue("Rushline-Module-Version");
                staged.put(sha, new CheckedModule(sha, name, version, "CN=vendor", bytes.length, List.of()));
                return staged.get(sha);
            }
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new ModuleException(Code.NOT_A_MODULE, "", e);
        }
    }

    @Override
    public synchronized List<CheckedModule> staged() {
        return new ArrayList<>(staged.values());
    }

    @Override
    public synchronized void discard(String sha256, Actor by) {
        staged.remove(sha256);
    }

    @Override
    public Update install(List<String> sha256, Set<Allow> allowed, When when, Actor by) throws ModuleException {
        beforeInstall.run();
        if (refuses.isPresent()) {
            throw new ModuleException(refuses.get(), "");
        }
        List<String> names = sha256.stream().map(id -> staged.get(id).name() + " " + staged.get(id).version()).toList();
        installs.add(names + " " + allowed + " " + when.kind() + " " + by.via() + " " + by.name());
        return update(names.get(0), "1", Update.State.SWITCHING, Instant.EPOCH);
    }

    @Override
    public Optional<Update> current() {
        beforeCurrent.run();
        return current;
    }

    @Override
    public List<Update> history(int offset, int limit) {
        return history;
    }

    @Override
    public Optional<String> safeMode() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Plan look(List<String> sha256, Set<Allow> allowed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Update rollBack(Actor by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Update remove(String module, Actor by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(long update, Actor by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Update> find(long update) {
        throw new UnsupportedOperationException();
    }
}
