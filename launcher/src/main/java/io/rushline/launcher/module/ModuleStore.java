package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Keeps checked modules below {@code <home>/modules/store}, by the SHA-256 of their content, and lets nothing out of it that it has not just checked. */
public final class ModuleStore {

    /** @param trusted PEM files, or folders of them, with the certificates of vendors */
    public ModuleStore(Path folder, List<Path> trusted) {
        // not built yet: holds nothing
    }

    /** Copies, checks, keeps. On disk when it returns. */
    public ModuleFile add(Path file) throws ModuleException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Checked anew, its bundles unpacked where they are missing or differ. */
    public ModuleFile get(String sha256) throws ModuleException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Deletes all other files. */
    public void keepOnly(Set<String> sha256) {
        throw new UnsupportedOperationException("not built yet");
    }
}
