package io.rushline.console.view;

import io.rushline.host.api.Verification;

/**
 * Whether a module is still what it was installed from ({@code Verification} in openapi.json).
 *
 * @param signer  null for what ships
 * @param problem null where nothing is wrong
 */
public record VerificationView(String name, String version, String signer, String problem) {

    public static VerificationView of(Verification module) {
        return new VerificationView(module.name(), module.version(), module.signer().orElse(null), module.problem().orElse(null));
    }
}
