package io.rushline.auth.c2c;

import java.time.Instant;

/**
 * What the cloud says about this device (protocol section 3). Each may be null: the cloud did not say.
 *
 * @param validUntilMillis when the authorisation ends; null: not known
 */
record Facts(String projectId, String project, String user, String deviceId, String deviceName, Long validUntilMillis) {

    static final Facts NONE = new Facts(null, null, null, null, null, null);

    Instant validUntil() {
        return validUntilMillis == null ? null : Instant.ofEpochMilli(validUntilMillis);
    }
}
