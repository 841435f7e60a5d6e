package io.rushline.modules.repository;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.ModuleDownloads;
import io.rushline.modules.repository.Download.Watch;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Downloads one file at a time into a folder of its own; who asks meanwhile waits for its turn. Any thread. */
final class Downloads implements ModuleDownloads {

    /** What is done with a file that has come, before it is deleted. */
    interface Use {
        void with(Path file) throws ModuleException, InterruptedException;
    }

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Duration KEPT = Duration.ofDays(14);
    private static final long LOOK_MILLIS = 200;

    private final Path folder;
    private final Supplier<Https> https;
    private final Lane lane;
    private final Time time;
    private final RandomGenerator chance;
    private final Semaphore turn = new Semaphore(1, true);
    private final AtomicLong handedOver = new AtomicLong();

    Downloads(Path folder, Supplier<Https> https, Lane lane, Time time, RandomGenerator chance) {
        this.folder = folder;
        this.https = https;
        this.lane = lane;
        this.time = time;
        this.chance = chance;
    }

    @Override
    public Path fetch(Wanted file, LongConsumer progress, BooleanSupplier cancelled) throws ModuleException, InterruptedException {
        Path[] whole = new Path[1];
        bring(file, new Watch(progress, why -> { }, cancelled), part -> {
            // A name of its own, since it is the caller's now, while the same file may be asked for again.
            whole[0] = folder.resolve(file.sha256() + "." + time.now().toEpochMilli() + "-" + handedOver.incrementAndGet() + ".whole");
            try {
                Files.move(part, whole[0]);
            } catch (IOException e) {
                throw new ModuleException(Code.STORE, "", e);
            }
        });
        return whole[0];
    }

    /** Like {@link #fetch}; until it has been used, or refused, the file is not forgotten, whatever happens. */
    void bring(Wanted wanted, Watch watch, Use use) throws ModuleException, InterruptedException {
        check(wanted);
        while (!turn.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            watch.why().accept(Optional.of("Waits for another download to end."));
            if (watch.cancelled().getAsBoolean()) {
                throw new ModuleException(Code.CANCELLED, "");
            }
        }
        try {
            OwnFolder.make(folder);
            try (PartFile part = new PartFile(folder, wanted.sha256())) {
                new Download(wanted, part, https.get(), lane, time, chance, watch).run();
                use(part, use);
                part.forget();
            }
        } finally {
            turn.release();
        }
    }

    /** A file that is refused for what it is will be no better the next time. */
    private static void use(PartFile part, Use use) throws ModuleException, InterruptedException {
        try {
            use.with(part.path());
        } catch (ModuleException refused) {
            if (!Set.of(Code.STORE, Code.NO_SPACE, Code.BUSY, Code.CANCELLED).contains(refused.code())) {
                part.forget();
            }
            throw refused;
        }
    }

    /** Deletes what nobody has asked for in two weeks. */
    void sweep() throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{part,json,whole,new}")) {
            for (Path file : files) {
                if (SHA256.matcher(file.getFileName().toString().split("\\.", 2)[0]).matches()
                        && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(time.now().minus(KEPT))) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void check(Wanted wanted) throws ModuleException {
        if (!"https".equalsIgnoreCase(wanted.address().getScheme()) || wanted.address().getHost() == null) {
            throw new ModuleException(Code.UNKNOWN, "Its address is not https.");
        }
        if (!SHA256.matcher(wanted.sha256()).matches()) {
            throw new ModuleException(Code.UNKNOWN, "It was announced without a SHA-256.");
        }
        if (wanted.sizeBytes() < 1 || wanted.sizeBytes() > IndexParse.MOST_MODULE_BYTES) {
            throw new ModuleException(Code.TOO_LARGE, "It was announced with " + wanted.sizeBytes() + " bytes; 1 to " + IndexParse.MOST_MODULE_BYTES + " are taken.");
        }
    }
}
