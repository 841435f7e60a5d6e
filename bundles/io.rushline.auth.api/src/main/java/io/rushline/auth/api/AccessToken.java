package io.rushline.auth.api;

import java.time.Instant;

/**
 * A secret that authorises calls until it expires.
 *
 * @param value     goes into the Authorization header and nowhere else
 * @param expiresAt by this device's clock
 */
public record AccessToken(String value, Instant expiresAt) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "AccessToken[until " + expiresAt + "]";
    }
}
