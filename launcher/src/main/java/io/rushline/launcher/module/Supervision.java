package io.rushline.launcher.module;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The word between this process and the script that started it: while there is a reason, the script starts the process again should it end. Any thread. */
public final class Supervision {

    /** System property: the file whose content, any, asks for it. The script opens it and takes its name away, so that nobody else finds it. */
    public static final String PROPERTY = "rushline.note";

    /** Why the process should be started again. */
    public enum Reason {
        /** A kept set of modules is coming up and has not proved itself. */
        COMING_UP,
        /** A set is on trial. */
        TRIAL
    }

    private static final Logger LOG = System.getLogger(Supervision.class.getName());

    private final Optional<Path> note;
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

    /** @param note empty: nobody would start it again */
    public Supervision(Optional<Path> note) {
        this.note = note;
    }

    /** That of this process. */
    public static Supervision ofThisProcess() {
        return new Supervision(Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of));
    }

    /** Start it again should it end. */
    public synchronized void ask(Reason reason) {
        if (reasons.add(reason) && reasons.size() == 1) {
            if (note.isEmpty()) {
                LOG.log(Level.WARNING, "nobody starts this process again should a module end it; start it with bin/rushline, on a system with setpriv");
            }
            write("again");
        }
    }

    /** This is no reason any more. */
    public synchronized void withdraw(Reason reason) {
        if (reasons.remove(reason) && reasons.isEmpty()) {
            write("");
        }
    }

    public synchronized boolean isAsked() {
        return !reasons.isEmpty();
    }

    private void write(String text) {
        if (note.isEmpty()) {
            return;
        }
        try {
            Files.writeString(note.get(), text, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the script that started this process could not be told whether to start it again", e);
        }
    }
}
