package io.rushline.auth.c2c;

import io.rushline.auth.api.AccessToken;
import java.time.Instant;

/**
 * What the cloud gave us to show who we are.
 *
 * @param refresh         works once
 * @param untilMillis     when {@code access} ends, by the wall clock at the time it came
 * @param lifetimeSeconds how long {@code access} lives
 */
record Tokens(String access, String refresh, long untilMillis, long lifetimeSeconds) {

    AccessToken accessToken() {
        return new AccessToken(access, Instant.ofEpochMilli(untilMillis));
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Tokens[until " + Instant.ofEpochMilli(untilMillis) + "]";
    }
}
