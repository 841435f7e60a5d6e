package io.rushline.modules.repository;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.ModuleDownloads.Wanted;
import io.rushline.modules.api.Modules;
import io.rushline.modules.api.Update;
import io.rushline.modules.repository.Download.Watch;
import io.rushline.modules.repository.Media.Medium;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/** Does a job: brings each module here, has it checked and staged, then has all of them installed as one set. */
final class Fetcher {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MEDIUM_LOOKS = 30;
    /** How far back an update is looked for after a restart. */
    private static final int HISTORY = 100;

    private final Supplier<Optional<Modules>> modules;
    private final Downloads downloads;
    private final Supplier<List<Medium>> media;
    private final JobFile file;
    private final Time time;

    Fetcher(Supplier<Optional<Modules>> modules, Downloads downloads, Supplier<List<Medium>> media, JobFile file, Time time) {
        this.modules = modules;
        this.downloads = downloads;
        this.media = media;
        this.file = file;
        this.time = time;
    }

    /**
     * Returns when the set is to be installed, or has been; nothing stays staged where this throws.
     *
     * @param left this bundle is stopped: its successor goes on with what is staged
     */
    void run(Job job, Watch watch, BooleanSupplier left) throws ModuleException, InterruptedException {
        if (job.installing() && alreadyAsked(job, provider(watch))) {
            return;
        }
        List<String> mine = new ArrayList<>();
        try {
            long done = 0;
            for (Offered module : job.modules()) {
                if (provider(watch).staged().stream().noneMatch(staged -> staged.sha256().equals(module.sha256()))) {
                    long before = done;
                    bring(job, module, new Watch(here -> watch.progress().accept(before + here), watch.why(), watch.cancelled()));
                    mine.add(module.sha256());
                }
                done += module.sizeBytes();
                watch.progress().accept(done);
            }
            install(job, watch);
        } catch (ModuleException | RuntimeException | LinkageError failed) {
            if (!left.getAsBoolean()) {
                mine.forEach(id -> discard(id, job, failed));
            }
            throw failed;
        }
    }

    private void bring(Job job, Offered module, Watch watch) throws ModuleException, InterruptedException {
        if (module.onMedium()) {
            fromMedium(job, module, watch);
            return;
        }
        downloads.bring(new Wanted(module.address(), Map.of(), module.sizeBytes(), module.sha256()), watch, path -> {
            try (InputStream in = Files.newInputStream(path)) {
                stage(provider(watch), job, module, in);
            } catch (IOException e) {
                throw new ModuleException(Code.STORE, "", e);
            }
        });
    }

    private void fromMedium(Job job, Offered module, Watch watch) throws ModuleException, InterruptedException {
        try {
            Path path = onceThere(module, watch);
            if (Files.size(path) != module.sizeBytes() || !PartFile.sha256(path).equals(module.sha256())) {
                throw new ModuleException(Code.TAMPERED, "The file on the medium is not the one that its index announces.");
            }
            try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                stage(provider(watch), job, module, in);
            } catch (ModuleException failed) {
                onMedium(module); // says so where the medium was pulled
                throw failed;
            }
        } catch (IOException pulled) {
            throw new ModuleException(Code.UNKNOWN, "The medium cannot be read, or was pulled before all of it was read. Plug it in again.", pulled);
        }
    }

    /** After a restart, a medium may need a moment to appear. */
    private Path onceThere(Offered module, Watch watch) throws IOException, ModuleException, InterruptedException {
        for (int looks = 0; looks < MEDIUM_LOOKS && media.get().isEmpty(); looks++) {
            watch.why().accept(Optional.of("Waits for the medium."));
            pause(watch);
        }
        return onMedium(module);
    }

    private Path onMedium(Offered module) throws IOException, ModuleException {
        for (Medium medium : media.get()) {
            Optional<Path> path = medium.file(module);
            if (path.isPresent()) {
                return path.get();
            }
        }
        throw new ModuleException(Code.UNKNOWN, "The medium with it is not there any more, or has no such file. Plug it in again.");
    }

    private static void stage(Modules provider, Job job, Offered module, InputStream in) throws ModuleException {
        CheckedModule checked = provider.stage(in, module.fileName(), job.by());
        boolean same = checked.sha256().equals(module.sha256()) && checked.name().equals(module.name()) && Version.parseVersion(checked.version()).equals(module.version());
        if (!same) {
            provider.discard(checked.sha256(), job.by());
            throw new ModuleException(Code.TAMPERED, "The index announces " + module.name() + " " + module.version() + "; the file is " + checked.name() + " "
                    + checked.version() + ".");
        }
    }

    private void install(Job job, Watch watch) throws ModuleException, InterruptedException {
        while (true) {
            Modules provider = provider(watch);
            if (nothingGoesOn(provider)) {
                // First, since it may be this very bundle that is replaced, or the power that goes.
                file.write(job.nowInstalling(true));
                try {
                    provider.install(job.ids(), job.allowed(), job.when(), job.by());
                    return;
                } catch (ModuleException busy) {
                    if (busy.code() != Code.BUSY) {
                        throw busy;
                    }
                    file.write(job.nowInstalling(false));
                }
            }
            watch.why().accept(Optional.of("Waits until another update has ended."));
            pause(watch);
        }
    }

    /** One that does not answer is being replaced, by an update. */
    private static boolean nothingGoesOn(Modules provider) {
        try {
            return provider.current().isEmpty();
        } catch (RuntimeException | LinkageError replaced) {
            return false;
        }
    }

    /** Whether the cut came after the modules' provider had written it down: then it is theirs to go on with, or was rolled back for a reason. */
    private static boolean alreadyAsked(Job job, Modules provider) throws ModuleException {
        return Stream.concat(provider.current().stream(), provider.history(0, HISTORY).stream()).filter(update -> update.state() != Update.State.REFUSED)
                .filter(update -> !update.askedAt().isBefore(job.askedAt()))
                .anyMatch(update -> job.modules().stream().allMatch(module -> update.changes().stream().anyMatch(change -> change.module().equals(module.name())
                        && change.to().map(to -> Version.parseVersion(to).equals(module.version())).orElse(false))));
    }

    private Modules provider(Watch watch) throws ModuleException, InterruptedException {
        for (Optional<Modules> now = modules.get();; now = modules.get()) {
            if (now.isPresent()) {
                return now.get();
            }
            watch.why().accept(Optional.of("Waits for the part of the appliance that installs modules."));
            pause(watch);
        }
    }

    private void pause(Watch watch) throws ModuleException, InterruptedException {
        if (watch.cancelled().getAsBoolean()) {
            throw new ModuleException(Code.CANCELLED, "");
        }
        time.sleep(LOOK);
    }

    private void discard(String id, Job job, Throwable failed) {
        try {
            Optional<Modules> provider = modules.get();
            if (provider.isPresent()) {
                provider.get().discard(id, job.by());
            }
        } catch (ModuleException | RuntimeException | LinkageError also) {
            failed.addSuppressed(also);
        }
    }
}
