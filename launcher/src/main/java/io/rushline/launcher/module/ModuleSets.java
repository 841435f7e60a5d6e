package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.Outcome;
import io.rushline.host.api.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which set is kept, which was before it, which is on trial, and how trials ended: files below {@code <home>/modules}, each replaced in one step and on disk when a method
 * returns. Whatever moment the power is cut, the next {@link #open} finds either the former or the new set.
 */
public final class ModuleSets {

    /** Reads what is there. A trial that was cut off has ended: it becomes an {@link Outcome}. Damaged files lead to what ships, and say so. */
    public static ModuleSets open(Path folder) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The one to run in ordinary times. */
    public ModuleSet kept() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The one before it. */
    public Optional<ModuleSet> before() {
        throw new UnsupportedOperationException("not built yet");
    }

    public long nextNumber() {
        throw new UnsupportedOperationException("not built yet");
    }

    public Optional<Trial> trial() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Writes down that this set is about to run. */
    public void tryOut(ModuleSet next, Trial trial) throws ModuleException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The set on trial becomes the kept one; what was kept becomes the one before. */
    public void keep() throws ModuleException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The trial is over, the kept set stays. @param told whether it is an {@link Outcome} that nobody has been told of yet */
    public void goBack(ModuleException.Code why, String detail, boolean told) throws ModuleException {
        throw new UnsupportedOperationException("not built yet");
    }

    public List<Outcome> outcomes() {
        throw new UnsupportedOperationException("not built yet");
    }

    public void forget(Outcome outcome) {
        throw new UnsupportedOperationException("not built yet");
    }
}
