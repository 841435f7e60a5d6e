package io.rushline.simulator;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * One asset on disk. Whatever moment the process dies, the folder says exactly what has arrived:
 * {@code asset.json}; {@code traffic.json}; {@code incoming/} PUTs under way; {@code parts/N} each whole; {@code assembling} from the moment all
 * are in; {@code content/NAME} once it is one file. Any thread.
 */
final class AssetFolder {

    /** Gives the asset as it is to be from now on. */
    @FunctionalInterface
    interface Change {
        Asset apply(Asset asset) throws Refusal;
    }

    private final Path folder;
    private final JsonFile<Asset> assetFile;
    private final JsonFile<Traffic> trafficFile;
    private final BitSet received = new BitSet();
    private Asset asset;
    private Traffic traffic;
    private boolean dropped; // a part's bytes were not kept

    private AssetFolder(Path folder, Asset asset) throws IOException {
        this.folder = folder;
        assetFile = new JsonFile<>(folder.resolve("asset.json"), Asset.class);
        trafficFile = new JsonFile<>(folder.resolve("traffic.json"), Traffic.class);
        this.asset = asset == null ? assetFile.read().orElseThrow() : asset;
        traffic = trafficFile.read().orElse(Traffic.NONE);
        Files.createDirectories(folder.resolve("incoming"));
        Files.createDirectories(folder.resolve("parts"));
    }

    static AssetFolder create(Path folder, Asset asset) throws IOException {
        AssetFolder created = new AssetFolder(folder, asset);
        created.assetFile.write(asset);
        return created;
    }

    /** Opens what an earlier run has left; PUTs it was killed in are accounted for. */
    static AssetFolder reopen(Path folder) throws IOException {
        AssetFolder found = new AssetFolder(folder, null);
        try (DirectoryStream<Path> cut = Files.newDirectoryStream(folder.resolve("incoming"))) {
            for (Path file : cut) {
                found.count(Traffic.cutOff(Files.size(file)));
                Files.delete(file);
            }
        }
        found.findReceived();
        return found;
    }

    private void findReceived() throws IOException {
        boolean all = asset.complete() || Files.exists(assembling()) || Files.exists(content());
        for (int number : asset.parts().keySet()) {
            received.set(number, all || Files.exists(part(number)));
        }
    }

    synchronized Asset asset() {
        return asset;
    }

    synchronized Traffic traffic() {
        return traffic;
    }

    synchronized int partsReceived() {
        return received.cardinality();
    }

    synchronized long bytesStored() {
        return received.stream().mapToLong(asset.parts()::get).sum();
    }

    /** Whether every part there will be is stored. */
    synchronized boolean whole() {
        return asset.settled() && received.cardinality() == asset.parts().size() && bytesStored() == asset.filesize();
    }

    /** The file, once it is complete. */
    synchronized Path contentFile() {
        return content();
    }

    /** A place for the body of a PUT. */
    Path incoming(int number) {
        return folder.resolve("incoming").resolve(number + "-" + UUID.randomUUID());
    }

    /**
     * Stores a part that is whole, the first one to come; of a later one the bytes are only counted.
     *
     * @param incoming its bytes; empty: they were dropped, and there will be no file
     */
    synchronized void store(int number, Optional<Path> incoming) throws IOException {
        long bytes = asset.parts().get(number);
        if (received.get(number)) {
            count(Traffic.again(bytes));
            return;
        }
        if (incoming.isPresent()) {
            Files.move(incoming.get(), part(number), StandardCopyOption.ATOMIC_MOVE);
        } else {
            dropped = true;
        }
        received.set(number);
        count(Traffic.stored(bytes));
    }

    synchronized void count(Traffic more) throws IOException {
        traffic = traffic.plus(more);
        trafficFile.write(traffic);
    }

    /** Changes what is known about the asset. */
    synchronized void change(Change change) throws Refusal, IOException {
        replace(change.apply(asset));
    }

    private void replace(Asset now) throws IOException {
        assetFile.write(now);
        asset = now;
    }

    /**
     * Makes one file of the parts and takes its hash. Goes on where it was killed: a part's file goes only after its bytes are in the whole, and
     * bytes beyond the last such part are written again. One thread at a time.
     */
    void assemble(Clock clock) throws IOException {
        if (withoutBytes(clock)) {
            return;
        }
        Asset now = asset();
        Path content = content();
        Files.createDirectories(content.getParent());
        if (!Files.exists(content)) {
            join(now.parts());
            if (Files.size(assembling()) != now.filesize()) {
                throw new IOException("The parts of asset " + now.id() + " do not add up to its size");
            }
            Files.move(assembling(), content, StandardCopyOption.ATOMIC_MOVE);
        }
        String sha256 = Digests.sha256(content);
        Instant when = clock.instant();
        synchronized (this) {
            replace(asset.completed(when, sha256));
        }
    }

    private synchronized boolean withoutBytes(Clock clock) throws IOException {
        if (dropped) {
            replace(asset.completed(clock.instant(), null));
        }
        return dropped;
    }

    private void join(SortedMap<Integer, Long> parts) throws IOException {
        if (!Files.exists(assembling())) {
            Files.move(part(parts.firstKey()), assembling(), StandardCopyOption.ATOMIC_MOVE);
        }
        try (FileChannel whole = FileChannel.open(assembling(), StandardOpenOption.WRITE)) {
            long start = 0;
            for (Map.Entry<Integer, Long> part : parts.entrySet()) {
                if (Files.exists(part(part.getKey()))) {
                    whole.truncate(start).position(start);
                    append(part(part.getKey()), whole);
                    Files.delete(part(part.getKey()));
                }
                start += part.getValue();
            }
        }
    }

    private static void append(Path part, FileChannel whole) throws IOException {
        try (FileChannel in = FileChannel.open(part)) {
            long done = 0;
            while (done < in.size()) {
                done += in.transferTo(done, in.size() - done, whole);
            }
        }
    }

    private Path part(int number) {
        return folder.resolve("parts").resolve(Integer.toString(number));
    }

    private Path assembling() {
        return folder.resolve("assembling");
    }

    private Path content() {
        return folder.resolve("content").resolve(FileNames.safe(asset.title()));
    }
}
