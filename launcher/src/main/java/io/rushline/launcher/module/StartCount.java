package io.rushline.launcher.module;

import jakarta.json.Json;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/** Counts how often in a row the kept set did not come up. A file that makes no sense counts as none. */
public final class StartCount {

    static final String FILE = "starts.json";
    private static final Logger LOG = System.getLogger(StartCount.class.getName());

    private final StateFiles files;
    private final long set;
    private int failed;

    private StartCount(StateFiles files, long set) {
        this.files = files;
        this.set = set;
    }

    /** @param set number of the kept one; what was counted for another is not of interest */
    public static StartCount of(Path folder, long set) {
        StartCount count = new StartCount(new StateFiles(folder, Disk.REAL), set);
        try {
            count.failed = count.files.read(FILE, object -> SetsJson.number(object, "set") == set ? Math.max(0, object.getInt("failed")) : 0).orElse(0);
        } catch (StateFiles.DamagedException e) {
            LOG.log(Level.WARNING, "how many starts failed is not known", e);
        }
        return count;
    }

    /** Starts in a row, before this one, after which the set had not come up. */
    public int failed() {
        return failed;
    }

    /** This start counts as failed until it is known better. */
    public void begin() {
        write(failed + 1);
    }

    /** This start was ended in order before anything was known about it. */
    public void undo() {
        write(failed);
    }

    /** What is known now: 0 once the set has come up. */
    public void set(int failed) {
        this.failed = failed;
        write(failed);
    }

    private void write(int count) {
        try {
            if (count == 0) {
                files.delete(FILE);
            } else {
                files.write(FILE, Json.createObjectBuilder().add("set", set).add("failed", count).build());
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "starts cannot be counted", e);
        }
    }
}
