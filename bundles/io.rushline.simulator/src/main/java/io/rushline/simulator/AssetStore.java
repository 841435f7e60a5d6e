package io.rushline.simulator;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** All assets, and the one thread that assembles them. Any thread. */
final class AssetStore implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AssetStore.class.getName());

    private final Path folder;
    private final Clock clock;
    private volatile boolean sink;
    private final Map<String, AssetFolder> assets = new ConcurrentHashMap<>();
    private final ExecutorService assembler = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "simulator-assembler");
        thread.setDaemon(true);
        return thread;
    });

    AssetStore(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Finds what an earlier run has left and goes on with it. */
    void open() throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            for (Path one : found) {
                if (Files.exists(one.resolve("asset.json"))) { // else killed while it was created: nobody knows it
                    AssetFolder asset = AssetFolder.reopen(one);
                    assets.put(asset.asset().id(), asset);
                    assembleIfWhole(asset);
                }
            }
        }
    }

    AssetFolder create(Asset asset) throws IOException {
        AssetFolder created = AssetFolder.create(folder.resolve(asset.id()), asset);
        assets.put(asset.id(), created);
        return created;
    }

    Optional<AssetFolder> find(String id) {
        return Optional.ofNullable(assets.get(id));
    }

    /** Whether bodies of PUTs are counted and dropped. */
    boolean sink() {
        return sink;
    }

    void sink(boolean on) {
        sink = on;
    }

    /** Oldest first. */
    List<AssetFolder> all() {
        Comparator<AssetFolder> byAge = Comparator.comparing(one -> one.asset().createdAt());
        return assets.values().stream().sorted(byAge.thenComparing(one -> one.asset().id())).toList();
    }

    Traffic traffic() {
        return assets.values().stream().map(AssetFolder::traffic).reduce(Traffic.NONE, Traffic::plus);
    }

    /** To be called after each part; assembling twice does no harm. */
    void assembleIfWhole(AssetFolder asset) {
        if (!asset.whole() || asset.asset().complete()) {
            return;
        }
        try {
            assembler.execute(() -> assemble(asset));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "The simulator is stopping; the asset is assembled at the next start", e);
        }
    }

    private static boolean interrupted(IOException e) {
        return e instanceof java.nio.channels.ClosedByInterruptException;
    }

    private void assemble(AssetFolder asset) {
        if (asset.asset().complete()) {
            return;
        }
        try {
            asset.assemble(clock);
        } catch (IOException e) {
            System.Logger.Level level = interrupted(e) ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
            LOG.log(level, "The asset could not be assembled; it is tried again at the next start", e);
        }
    }

    @Override
    public void close() {
        assembler.shutdownNow();
    }
}
