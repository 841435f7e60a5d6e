package io.rushline.modules.repository;

import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Modules;
import io.rushline.modules.api.When;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A repository with all that is around it; its work is done when a test says so, on the test's thread. */
final class RepositoryRig implements AutoCloseable {

    static final Actor ANNA = new Actor(Actor.Via.CONSOLE, "anna");

    final VirtualTime time = new VirtualTime();
    final Outside outside = new Outside(time);
    final FakeModules modules = new FakeModules();
    final TestServer server = new TestServer();
    final Path home;
    final Path vendor;
    volatile Optional<Modules> provider = Optional.of(modules);
    R5Repository repository;
    Jobs jobs;
    private final Deque<Runnable> work = new ArrayDeque<>();

    RepositoryRig(Path root) throws Exception {
        home = root.resolve("home");
        vendor = root.resolve("vendor");
        outside.policy(b -> b.index = Optional.of(server.at("/stable/index.xml")));
        start();
    }

    /** As after a restart: nothing but the disk is left. */
    void start() {
        work.clear();
        Https https = TestServer.client(Duration.ofSeconds(20));
        Path folder = home.resolve("modules/downloads");
        JobFile file = new JobFile(folder);
        IndexReader reader = new IndexReader();
        Media media = new Media(reader);
        Downloads downloads = new Downloads(folder, () -> https, outside.lane(), time, new SplittableRandom(1));
        jobs = new Jobs(new Fetcher(() -> provider, downloads, media::present, file, time), file, work::add);
        repository = new R5Repository(() -> outside.policy, () -> provider, new Remote(() -> https, reader), media, outside.lane(), jobs, time);
        jobs.resume();
    }

    /** A bundle at the vendor's. */
    Path jar(String name, String version) throws Exception {
        Path file = BndIndex.jar(vendor.resolve("stable/" + name + "-" + version + ".jar"), name, version, java.util.Map.of("Bundle-Description", "What " + name + " does"));
        server.files.put("/stable/" + file.getFileName(), Files.readAllBytes(file));
        return file;
    }

    void publish(Path... files) throws Exception {
        server.files.put("/stable/index.xml", BndIndex.of(vendor.resolve("stable"), false, files));
    }

    void fetch(Path... files) throws Exception {
        repository.fetch(List.of(ids(files)), Set.of(), When.IDLE, ANNA);
    }

    static String[] ids(Path... files) throws Exception {
        String[] ids = new String[files.length];
        for (int i = 0; i < files.length; i++) {
            ids[i] = PartFile.sha256(files[i]);
        }
        return ids;
    }

    /** Does what is to be done in the background. */
    void work() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    Optional<String> why() {
        return repository.status().why();
    }

    boolean jobIsKept() {
        return Files.exists(home.resolve("modules/downloads/job.json"));
    }

    @Override
    public void close() {
        server.close();
    }
}
