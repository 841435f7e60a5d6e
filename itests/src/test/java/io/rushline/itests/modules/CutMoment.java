package io.rushline.itests.modules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** A random moment of an update: so long after a step that shows on the disk, or to whoever watches. */
record CutMoment(From from, long millis) {

    /** What it is counted from. */
    enum From {
        /** It is asked for: the modules are sent first. */
        BEGIN,
        /** {@code trial.json} is there: the switch begins. */
        TRIAL,
        /** It is looked at. */
        SETTLING,
        /** {@code kept.json} is about to be replaced. */
        COMMIT,
        /** It was found to be unhealthy. */
        GOING_BACK
    }

    /** How long the parts of an update take, in milliseconds: until the trial, to the end of the switch, until it is kept. */
    record Way(long staging, long switching, long settling) {
        long all() {
            return staging + switching + settling;
        }
    }

    /** Half of them anywhere, the other half in one part after the other, since some parts are short. */
    static CutMoment draw(Random random, int round, UpdateKind kind, Way way) {
        if (round % 2 == 0) {
            return new CutMoment(From.BEGIN, random.nextLong(way.all()));
        }
        From from = From.values()[random.nextInt(From.values().length)];
        return switch (from) {
            case BEGIN -> new CutMoment(from, random.nextLong(way.staging));
            case TRIAL -> new CutMoment(from, random.nextLong(way.switching));
            case SETTLING -> new CutMoment(from, random.nextLong(way.settling));
            case COMMIT, GOING_BACK -> new CutMoment(kind == UpdateKind.SICK ? From.GOING_BACK : From.COMMIT, random.nextLong(60));
        };
    }

    static Way measure(UpdateInTheMaking update, Path folder, Duration limit) throws IOException {
        long begin = System.nanoTime();
        new CutMoment(From.TRIAL, 0).await(update, folder, limit);
        long trial = System.nanoTime();
        new CutMoment(From.SETTLING, 0).await(update, folder, limit);
        long settling = System.nanoTime();
        long end = settling + limit.toNanos();
        while (!update.isDone() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        return new Way((trial - begin) / 1_000_000, (settling - trial) / 1_000_000, (System.nanoTime() - settling) / 1_000_000);
    }

    /** Returns at that moment; earlier, where the update has ended. */
    void await(UpdateInTheMaking update, Path folder, Duration limit) throws IOException {
        FileTime kept = keptAt(folder);
        long end = System.nanoTime() + limit.toNanos();
        while (!reached(update, folder, kept)) {
            if (update.isDone()) {
                break;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit.toSeconds() + " s: " + from + "; seen last: " + update.seen());
            }
            LockSupport.parkNanos(500_000);
        }
        long at = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < at) {
            watch(update, folder);
            LockSupport.parkNanos(500_000);
        }
        watch(update, folder);
    }

    private static void watch(UpdateInTheMaking update, Path folder) {
        if (Files.exists(folder.resolve("trial.json"))) {
            update.sawTrial();
        }
    }

    private boolean reached(UpdateInTheMaking update, Path folder, FileTime kept) throws IOException {
        watch(update, folder);
        return switch (from) {
            case BEGIN -> true;
            case TRIAL -> Files.exists(folder.resolve("trial.json"));
            case SETTLING -> update.seen().startsWith("SETTLING");
            case COMMIT -> Files.exists(folder.resolve("kept.json.new")) || !keptAt(folder).equals(kept);
            case GOING_BACK -> update.seen().endsWith("going back");
        };
    }

    private static FileTime keptAt(Path folder) throws IOException {
        Path kept = folder.resolve("kept.json");
        return Files.exists(kept) ? Files.getLastModifiedTime(kept) : FileTime.fromMillis(0);
    }

    @Override
    public String toString() {
        return millis + " ms after " + from;
    }
}
