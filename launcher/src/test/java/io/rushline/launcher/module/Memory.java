package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.Outcome;
import io.rushline.host.api.Trial;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Store and sets in memory. */
final class Memory implements Seams.Store, Seams.Sets {

    final Map<String, ModuleFile> files = new ConcurrentHashMap<>();
    final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    volatile ModuleSet kept = ModuleSet.BUILT_IN;
    volatile Optional<ModuleSet> before = Optional.empty();
    volatile ModuleSet trying;
    volatile Trial trial;
    volatile Code wentBack;
    /** A disk that does not answer until this is complete. */
    volatile CompletableFuture<Void> holdsUpKeep = CompletableFuture.completedFuture(null);
    volatile boolean full;
    private long last;

    @Override
    public ModuleFile add(Path file) throws ModuleException {
        throw new ModuleException(Code.UNSIGNED, file.toString());
    }

    @Override
    public ModuleFile get(String sha256) throws ModuleException {
        ModuleFile file = files.get(sha256);
        if (file == null) {
            throw new ModuleException(Code.UNKNOWN, sha256);
        }
        return file;
    }

    @Override
    public void keepOnly(Set<String> sha256) {
        files.keySet().retainAll(sha256);
    }

    @Override
    public ModuleSet kept() {
        return kept;
    }

    @Override
    public Optional<ModuleSet> before() {
        return before;
    }

    @Override
    public long nextNumber() {
        return last + 1;
    }

    @Override
    public void tryOut(ModuleSet next, Trial on) {
        last = next.number();
        trying = next;
        trial = on;
    }

    @Override
    public void keep() throws ModuleException {
        holdsUpKeep.join();
        if (full) {
            throw new ModuleException(Code.NO_SPACE, "The new set cannot be written down.");
        }
        before = Optional.of(kept);
        kept = trying;
        trying = null;
    }

    @Override
    public void goBack(Code why, String detail, boolean told) {
        wentBack = why;
        trying = null;
        if (told) {
            outcomes.add(new Outcome(trial.set(), trial.plan(), Instant.now(), why, detail));
        }
    }

    @Override
    public void giveUp(Code why, String detail) {
        wentBack = why;
        outcomes.add(new Outcome(trial.set(), trial.plan(), Instant.now(), why, detail)); // as the next start does
    }

    @Override
    public List<Outcome> outcomes() {
        return outcomes;
    }

    @Override
    public void forget(Outcome outcome) {
        outcomes.remove(outcome);
    }
}
