package io.rushline.modules.repository;

import io.rushline.host.api.Module;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.ModuleRepository;
import io.rushline.modules.api.Modules;
import io.rushline.modules.api.When;
import io.rushline.modules.repository.Media.Medium;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/** What can be had, from the index of the channel and from media that are plugged in; what is fetched is {@link Jobs}' affair. Any thread. */
final class R5Repository implements ModuleRepository {

    private static final Duration CHECK = Duration.ofSeconds(60);
    private static final Duration FIRST_CHECK = Duration.ofMinutes(2);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(15);

    /** What the index of this address said last. */
    private record Known(Optional<URI> address, Optional<Instant> readAt, Index index, Optional<String> trouble) {
    }

    private static final Index NOTHING = new Index(List.of(), List.of(), List.of());

    private final Supplier<Policy> policy;
    private final Supplier<Optional<Modules>> modules;
    private final Remote remote;
    private final Media media;
    private final Lane lane;
    private final Jobs jobs;
    private final Time time;
    private final Object checking = new Object();
    private volatile Known known = new Known(Optional.empty(), Optional.empty(), NOTHING, Optional.empty());
    private volatile long nextCheck;
    private volatile boolean closed;
    private final List<Medium> toInstall = new ArrayList<>();

    R5Repository(Supplier<Policy> policy, Supplier<Optional<Modules>> modules, Remote remote, Media media, Lane lane, Jobs jobs, Time time) {
        this.policy = policy;
        this.modules = modules;
        this.remote = remote;
        this.media = media;
        this.lane = lane;
        this.jobs = jobs;
        this.time = time;
        this.nextCheck = time.nanos() + FIRST_CHECK.toNanos();
    }

    @Override
    public Status status() {
        Policy now = policy.get();
        Known index = known(now);
        List<Medium> there = media.present();
        Optional<String> place = there.stream().findFirst().map(medium -> "medium " + medium.name()).or(() -> now.index().map(Policy::shown));
        Optional<String> trouble = index.trouble.or(() -> there.stream().flatMap(medium -> medium.trouble().stream()).findFirst());
        return new Status(place, now.channel(), index.readAt, jobs.why().or(() -> trouble).or(() -> leftOut(index, there)), offers(all(index, there)), jobs.download());
    }

    /** Where the index cannot be read, the status says why; {@link Code#UNKNOWN} when there is neither an index nor a medium to read. */
    @Override
    public Status check() throws ModuleException {
        Policy now = policy.get();
        look();
        if (now.index().isEmpty()) {
            if (media.present().isEmpty()) {
                throw new ModuleException(Code.UNKNOWN, "No repository is set, and no medium with modules is plugged in.");
            }
            return status();
        }
        readNow(now);
        return status();
    }

    @Override
    public void fetch(List<String> ids, Set<Allow> allowed, When when, Actor by) throws ModuleException {
        Map<String, Offered> byId = new LinkedHashMap<>();
        all(known(policy.get()), media.present()).forEach(one -> byId.merge(one.sha256(), one, (first, second) -> first));
        if (ids.isEmpty() || !byId.keySet().containsAll(ids)) {
            throw new ModuleException(Code.UNKNOWN, "The repository and the media offer no such module, or not any more.");
        }
        jobs.begin(new Job(ids.stream().distinct().map(byId::get).toList(), allowed, when, by, time.now(), false));
    }

    @Override
    public void stop() {
        jobs.stop();
    }

    /** Gives up what goes on; a job is the successor's. */
    void close() {
        closed = true;
        jobs.close();
    }

    /** Looks for media; what has come is installed where the settings say so. Called every few seconds. */
    synchronized void look() {
        toInstall.addAll(media.look(policy.get().media()));
        toInstall.retainAll(media.present());
        if (!policy.get().installFromMedia()) {
            toInstall.clear();
        } else if (modules.get().isPresent()) {
            toInstall.removeIf(medium -> {
                List<Offered> all = medium.index().modules();
                List<String> ids = offers(all).stream().map(Offer::id).toList();
                return jobs.beginFromMedium(all.stream().filter(one -> ids.contains(one.sha256())).toList(), medium.name(), time.now());
            });
        }
    }

    /** Reads the index if it is time to. */
    void checkIfDue() {
        Policy now = policy.get();
        if (now.index().isPresent() && now.checkEvery().isPresent() && time.nanos() - nextCheck >= 0) {
            readNow(now);
        }
    }

    private void readNow(Policy now) {
        synchronized (checking) {
            long until = time.nanos() + CHECK.toNanos();
            read(now, () -> closed || time.nanos() - until > 0 || lane.metered().isPresent());
        }
    }

    private void read(Policy now, BooleanSupplier stop) {
        URI address = now.index().orElseThrow();
        Known before = known(now);
        Optional<String> closed = lane.metered();
        try {
            if (closed.isPresent()) {
                known = new Known(now.index(), before.readAt, before.index, closed);
                return;
            }
            Index index = remote.read(address, stop);
            known = new Known(now.index(), Optional.of(time.now()), index, Optional.empty());
            nextCheck = time.nanos() + now.checkEvery().orElse(CHECK).toNanos();
        } catch (BadIndex bad) {
            // What was offered before is still there for those who want it; each file is checked by its hash.
            known = new Known(now.index(), before.readAt, before.index, Optional.of(bad.getMessage()));
            nextCheck = time.nanos() + AFTER_FAILURE.toNanos();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing, once the settings name another index. */
    private Known known(Policy now) {
        Known last = known;
        return last.address.equals(now.index()) ? last : new Known(now.index(), Optional.empty(), NOTHING, Optional.empty());
    }

    /** A medium's come first: they cost nothing. */
    private static List<Offered> all(Known index, List<Medium> media) {
        return Stream.concat(media.stream().flatMap(medium -> medium.index().modules().stream()), index.index.modules().stream()).toList();
    }

    private static Optional<String> leftOut(Known index, List<Medium> media) {
        List<String> all = new ArrayList<>(index.index.leftOut());
        media.forEach(medium -> all.addAll(medium.index().leftOut()));
        return all.isEmpty() ? Optional.empty() : Optional.of("Left out of what is offered, " + all.size() + ": " + all.get(0));
    }

    private List<Offer> offers(List<Offered> from) {
        Map<String, Version> running = running();
        Map<String, Offered> highest = new LinkedHashMap<>();
        from.forEach(one -> highest.merge(one.name(), one, (first, second) -> second.version().compareTo(first.version()) > 0 ? second : first));
        return highest.values().stream().filter(one -> !running.containsKey(one.name()) || running.get(one.name()).compareTo(one.version()) < 0)
                .map(one -> new Offer(one.sha256(), one.name(), one.version().toString(), one.description(), one.sizeBytes(),
                        Optional.ofNullable(running.get(one.name())).map(Version::toString)))
                .toList();
    }

    private Map<String, Version> running() {
        Map<String, Version> running = new LinkedHashMap<>();
        for (Module module : modules.get().map(Modules::modules).orElse(List.of())) {
            if (module.role() != Module.Role.STANDBY) {
                running.merge(module.name(), Version.parseVersion(module.version()), (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        }
        return running;
    }
}
