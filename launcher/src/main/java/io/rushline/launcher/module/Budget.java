package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;

/** Counts what a module, with the jars in it, really takes, and ends the reading where that is too much. */
final class Budget {

    final Limits limits;
    private long entries;
    private long inflated;

    Budget(Limits limits) {
        this.limits = limits;
    }

    void entries(long more, String where) throws ModuleException {
        entries += more;
        if (entries > limits.entries()) {
            throw new ModuleException(Code.TOO_LARGE, where + " brings it to " + entries + " entries; " + limits.entries() + " are taken.");
        }
    }

    void inflated(long more, String where) throws ModuleException {
        inflated += more;
        if (inflated > limits.inflatedBytes()) {
            throw new ModuleException(Code.TOO_LARGE, where + ": unpacked, it has more than " + limits.inflatedBytes() + " bytes.");
        }
    }
}
