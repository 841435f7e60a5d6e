package io.rushline.modules;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Modules;
import io.rushline.modules.api.When;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Installs what people put into a folder: all files that are complete at one look as one set. One thread. */
final class DropFolder {

    private static final Logger LOG = System.getLogger(DropFolder.class.getName());
    private static final Duration STABLE = Duration.ofSeconds(2);
    /** How long complete files wait for others that are still being copied. */
    private static final Duration TOGETHER = Duration.ofSeconds(60);
    private static final int MOST = 100;
    private static final int MOST_NAME = 200;

    /** What a file was at a look; another content changes it. */
    private record Stamp(long size, FileTime modified, Object key) {
    }

    private record Sighting(Stamp stamp, Duration since) {
    }

    private final Path folder;
    private final Modules modules;
    private final BooleanSupplier busy;
    private final Time time;
    private Map<Path, Sighting> seen = new HashMap<>();
    /** Could not be moved away: not tried again as they are. */
    private final Map<Path, Stamp> stuck = new HashMap<>();
    private boolean failing;

    /** @param busy while an update goes on: files wait */
    DropFolder(Path folder, Modules modules, BooleanSupplier busy, Time time) {
        this.folder = folder;
        this.modules = modules;
        this.busy = busy;
        this.time = time;
    }

    /** One look; to be repeated every few seconds. */
    void look() {
        try {
            Folders.create(folder);
            seen = sightings();
            failing = false;
        } catch (IOException failed) {
            if (!failing) {
                failing = true;
                LOG.log(Level.WARNING, "The drop folder cannot be read", failed);
            }
            return;
        }
        List<Path> ready = seen.entrySet().stream().filter(each -> age(each.getValue()).compareTo(STABLE) >= 0).map(Map.Entry::getKey).sorted().toList();
        boolean waited = ready.stream().map(seen::get).anyMatch(each -> age(each).compareTo(TOGETHER) >= 0);
        if (!ready.isEmpty() && (ready.size() == seen.size() || waited) && !busy.getAsBoolean()) {
            take(ready);
        }
    }

    private Duration age(Sighting sighting) {
        return time.passed().minus(sighting.since());
    }

    private Map<Path, Sighting> sightings() throws IOException {
        Map<Path, Sighting> now = new HashMap<>();
        Set<Path> there = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, DropFolder::named)) {
            for (Path file : files) {
                Optional<Stamp> stamp = stamp(file);
                there.add(file);
                if (stamp.isPresent() && !stamp.get().equals(stuck.get(file)) && now.size() < MOST) {
                    Sighting before = seen.get(file);
                    now.put(file, before != null && before.stamp().equals(stamp.get()) ? before : new Sighting(stamp.get(), time.passed()));
                }
            }
        }
        stuck.keySet().retainAll(there);
        return now;
    }

    private static boolean named(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && (name.endsWith(".jar") || name.endsWith(".rlm"));
    }

    /** Empty for what is no file of its own: a link, a folder, or gone meanwhile. */
    private static Optional<Stamp> stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() ? Optional.of(new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey())) : Optional.empty();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "A file of the drop folder cannot be looked at", gone);
            return Optional.empty();
        }
    }

    private void take(List<Path> files) {
        Set<String> before = modules.staged().stream().map(CheckedModule::sha256).collect(Collectors.toSet());
        List<String> staged = new ArrayList<>();
        Actor by = new Actor(Actor.Via.FOLDER, Text.cut(files.stream().map(DropFolder::name).collect(Collectors.joining(", ")), 1000));
        try {
            for (Path file : files) {
                staged.add(stage(file).sha256());
            }
        } catch (ModuleException refused) {
            files.forEach(file -> refuse(file, file, refused));
            discard(staged, before, by);
            return;
        }
        Map<Path, Path> done = new HashMap<>(); // first, so that a set which ends the process is not begun again by the next start
        for (Path file : files) {
            Optional<Path> moved = move(file, file, "done");
            if (moved.isEmpty()) {
                return;
            }
            done.put(file, moved.get());
        }
        try {
            modules.install(staged, Set.of(), When.NOW, by);
        } catch (ModuleException refused) {
            if (refused.code() == Code.BUSY && busy.getAsBoolean()) { // an update began meanwhile
                files.forEach(file -> move(file, done.get(file), ""));
            } else {
                files.forEach(file -> refuse(file, done.get(file), refused));
            }
            discard(staged, before, by);
        }
    }

    private CheckedModule stage(Path file) throws ModuleException {
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return modules.stage(content, file.getFileName().toString(), new Actor(Actor.Via.FOLDER, name(file)));
        } catch (IOException unreadable) {
            throw new ModuleException(Code.NOT_A_MODULE, name(file) + " cannot be read.", unreadable);
        }
    }

    /** @param before what others had staged already */
    private void discard(List<String> staged, Set<String> before, Actor by) {
        for (String sha256 : new HashSet<>(staged)) {
            try {
                if (!before.contains(sha256)) {
                    modules.discard(sha256, by);
                }
            } catch (ModuleException kept) {
                LOG.log(Level.DEBUG, "A staged module is not discarded", kept);
            }
        }
    }

    private void refuse(Path original, Path file, ModuleException why) {
        Optional<Path> moved = move(original, file, "refused");
        if (moved.isPresent()) {
            try {
                Files.writeString(moved.get().resolveSibling(moved.get().getFileName() + ".reason.txt"),
                        why.code() + "\n" + why.getMessage() + "\n" + why.code().todo + "\n");
            } catch (IOException failed) {
                LOG.log(Level.WARNING, "The reason could not be written beside " + name(original), failed);
            }
        }
    }

    private Optional<Path> move(Path original, Path file, String to) {
        try {
            Folders.create(folder.resolve(to));
            return Optional.of(Files.move(file, free(folder.resolve(to), original.getFileName().toString())));
        } catch (IOException failed) {
            LOG.log(Level.WARNING, name(original) + " of the drop folder could not be moved; it is left alone where it is", failed);
            stamp(file).ifPresent(stamp -> stuck.put(file, stamp));
            return Optional.empty();
        }
    }

    /** A name that is not taken, and short enough to have something added. */
    private static Path free(Path folder, String name) {
        String end = name.substring(name.length() - 4);
        String start = Text.cut(name.substring(0, name.length() - 4), MOST_NAME);
        Path free = folder.resolve(start + end);
        for (int number = 1; Files.exists(free, LinkOption.NOFOLLOW_LINKS); number++) {
            free = folder.resolve(start + "-" + number + end);
        }
        return free;
    }

    private static String name(Path file) {
        return Text.name(file.getFileName().toString());
    }
}
