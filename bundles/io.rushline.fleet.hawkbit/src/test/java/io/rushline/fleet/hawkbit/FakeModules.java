package io.rushline.fleet.hawkbit;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.Module;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.host.api.Plan;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.ModuleDownloads;
import io.rushline.modules.api.Modules;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.Update.State;
import io.rushline.modules.api.When;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Stages, keeps a history, installs when a test says so; and downloads, from nowhere. */
final class FakeModules implements Modules, ModuleDownloads {

    final Map<String, CheckedModule> staged = new TreeMap<>();
    /** Newest first. */
    final List<Update> history = new ArrayList<>();
    /** One line for each install that was asked for. */
    final List<String> installs = new ArrayList<>();
    final List<Wanted> fetched = new ArrayList<>();
    Optional<Code> refusesToStage = Optional.empty();
    Optional<Code> refusesToInstall = Optional.empty();
    Optional<Code> refusesToFetch = Optional.empty();
    State installedAs = State.SWITCHING;
    /** Runs between two pieces of a download. */
    Runnable betweenPieces = () -> { };
    /** Runs when an install has been written into the history, and before. */
    Runnable afterInstall = () -> { };
    Runnable beforeInstall = () -> { };
    private final Path folder;

    FakeModules(Path folder) {
        this.folder = folder;
    }

    /** What a file of that name holds. */
    static byte[] content(String filename) {
        return ("signed " + filename).getBytes(StandardCharsets.UTF_8);
    }

    static String sha256(String filename) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content(filename)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void becomes(State state, Optional<Code> why, String detail) {
        Update old = history.get(0);
        history.set(0, new Update(old.id(), state, old.changes(), old.by(), old.askedAt(), old.when(), state.isFinal() ? Optional.of(Instant.EPOCH) : Optional.empty(), why, detail));
        if (state == State.COMMITTED) {
            staged.clear();
        }
    }

    void becomes(State state) {
        becomes(state, Optional.empty(), "");
    }

    @Override
    public Path fetch(Wanted file, LongConsumer progress, BooleanSupplier cancelled) throws ModuleException {
        fetched.add(file);
        if (refusesToFetch.isPresent()) {
            throw new ModuleException(refusesToFetch.get(), "");
        }
        for (int piece = 1; piece <= 10; piece++) {
            if (cancelled.getAsBoolean()) {
                throw new ModuleException(Code.CANCELLED, "");
            }
            progress.accept(file.sizeBytes() * piece / 10);
            betweenPieces.run();
        }
        String path = file.address().getPath();
        try {
            return Files.write(Files.createTempFile(folder, "module", ".whole"), content(path.substring(path.lastIndexOf('/') + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CheckedModule stage(InputStream content, String fileName, Actor by) throws ModuleException {
        if (refusesToStage.isPresent()) {
            throw new ModuleException(refusesToStage.get(), fileName);
        }
        try {
            byte[] bytes = content.readAllBytes();
            String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            staged.put(sha, new CheckedModule(sha, fileName, "1.0.0", "CN=vendor", bytes.length, List.of()));
            return staged.get(sha);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new ModuleException(Code.NOT_A_MODULE, "", e);
        }
    }

    @Override
    public List<CheckedModule> staged() {
        return List.copyOf(staged.values());
    }

    @Override
    public void discard(String sha256, Actor by) {
        staged.remove(sha256);
    }

    @Override
    public Update install(List<String> sha256, Set<Allow> allowed, When when, Actor by) throws ModuleException {
        beforeInstall.run();
        if (refusesToInstall.isPresent()) {
            throw new ModuleException(refusesToInstall.get(), "");
        }
        installs.add(sha256.stream().map(id -> staged.get(id).name()).toList() + " " + allowed + " " + when.kind() + " " + by.via() + " " + by.name());
        history.add(0, new Update(history.size() + 1, installedAs, List.of(), by, Instant.EPOCH, when, Optional.empty(), Optional.empty(), ""));
        afterInstall.run();
        return history.get(0);
    }

    @Override
    public void cancel(long update, Actor by) throws ModuleException {
        State now = history.get(0).state();
        if (now.isFinal()) {
            throw new ModuleException(Code.UNKNOWN, "");
        }
        becomes(now == State.SCHEDULED ? State.CANCELLED : State.ROLLED_BACK, Optional.of(Code.CANCELLED), "");
    }

    @Override
    public Optional<Update> find(long update) {
        return history.stream().filter(one -> one.id() == update).findFirst();
    }

    @Override
    public Optional<Update> current() {
        return history.stream().filter(one -> !one.state().isFinal()).findFirst();
    }

    @Override
    public List<Update> history(int offset, int limit) {
        return history.stream().skip(offset).limit(limit).toList();
    }

    @Override
    public List<Module> modules() {
        return List.of(new Module("io.rushline.store", "1.0.0", Module.Role.BUILT_IN, Optional.empty(), Optional.empty(), List.of()),
                new Module("com.vendor.recorder", "2.1.0", Module.Role.ADDED, Optional.of("CN=vendor"), Optional.of(Instant.EPOCH), List.of()),
                new Module("com.vendor.recorder", "2.0.0", Module.Role.STANDBY, Optional.of("CN=vendor"), Optional.of(Instant.EPOCH), List.of()));
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
}
