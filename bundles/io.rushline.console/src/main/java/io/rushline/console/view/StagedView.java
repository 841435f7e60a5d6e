package io.rushline.console.view;

import io.rushline.host.api.CheckedModule;
import java.util.List;

/**
 * A module that was checked and waits ({@code StagedModule} in openapi.json).
 *
 * @param id SHA-256 of the file
 */
public record StagedView(String id, String name, String version, String signer, long sizeBytes, List<String> bundles) {

    public static StagedView of(CheckedModule module) {
        return new StagedView(module.sha256(), module.name(), module.version(), module.signer(), module.sizeBytes(), module.bundles());
    }
}
