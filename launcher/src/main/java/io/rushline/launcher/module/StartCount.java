package io.rushline.launcher.module;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Counts what speaks against the kept set: starts in a row after which it had not come up. A start that ended while the machine went on is the set's doing. One that ended together
 * with the machine, which then has another boot id, most likely just had its current cut: it counts less, but it counts, since a module can take the kernel down with it. A file
 * that makes no sense counts as nothing.
 */
public final class StartCount {

    /** For a start that ended by itself. */
    public static final int FAILED = 10;
    /** For a start that ended together with the machine. */
    public static final int CUT = 3;
    /** With so much against it a set is not tried any more: three starts that failed, or ten that were cut. */
    public static final int GIVEN_UP = 3 * FAILED;

    static final String FILE = "starts.json";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Logger LOG = System.getLogger(StartCount.class.getName());

    private final StateFiles files;
    private final long set;
    private final String boot;
    private int against;

    private StartCount(StateFiles files, long set, String boot) {
        this.files = files;
        this.set = set;
        this.boot = boot;
    }

    /** @param set number of the kept one; what was counted for another is not of interest */
    public static StartCount of(Path folder, long set) {
        return of(folder, set, bootId());
    }

    /** @param boot names what the machine does from one start of its kernel to the next */
    static StartCount of(Path folder, long set, String boot) {
        StartCount count = new StartCount(new StateFiles(folder, Disk.REAL), set, boot);
        try {
            count.against = count.files.read(FILE, count::against).orElse(0);
        } catch (StateFiles.DamagedException e) {
            LOG.log(Level.WARNING, "how many starts failed is not known", e);
        }
        return count;
    }

    private int against(JsonObject object) {
        if (SetsJson.number(object, "set") != set) {
            return 0;
        }
        int before = Math.max(0, object.getInt("against"));
        return object.containsKey("begun") ? before + (object.getString("begun").equals(boot) ? FAILED : CUT) : before;
    }

    /** Where there is none, each start seems to be of the same boot: then all that did not come up failed by themselves. */
    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "whether the machine was started anew cannot be told", e);
            return "";
        }
    }

    /** What speaks against the set, before this start. */
    public int against() {
        return against;
    }

    /** This start counts, by the way it ends, until it is known better. */
    public void begin() {
        write(against, true);
    }

    /** This start was ended in order before anything was known about it. */
    public void undo() {
        write(against, false);
    }

    /** What is known now: 0 once the set has come up. */
    public void set(int known) {
        against = known;
        write(known, false);
    }

    private void write(int known, boolean begun) {
        try {
            if (known == 0 && !begun) {
                files.delete(FILE);
                return;
            }
            JsonObjectBuilder object = Json.createObjectBuilder().add("set", set).add("against", known);
            if (begun) {
                object.add("begun", boot);
            }
            files.write(FILE, object.build());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "starts cannot be counted", e);
        }
    }
}
