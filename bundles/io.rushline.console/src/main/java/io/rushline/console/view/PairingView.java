package io.rushline.console.view;

import io.rushline.auth.api.Pairing;
import java.net.URI;
import java.time.Instant;

/** Where pairing stands ({@code Pairing} in openapi.json). */
public record PairingView(Pairing.Step step, String userCode, URI verificationUri, URI completeUri, Instant expiresAt, String trouble) {

    public static PairingView of(Pairing pairing) {
        return new PairingView(pairing.step(), pairing.userCode().orElse(null), pairing.verificationUri().orElse(null),
                pairing.completeUri().orElse(null), pairing.expiresAt().orElse(null), pairing.trouble().orElse(null));
    }
}
