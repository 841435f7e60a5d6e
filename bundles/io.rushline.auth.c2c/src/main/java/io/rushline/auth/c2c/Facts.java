package io.rushline.auth.c2c;

import io.rushline.auth.api.Channel;
import java.time.Instant;
import java.util.List;

/**
 * What the cloud says about this device (protocol section 3). Each object may be null: the cloud did not say.
 *
 * @param validUntilMillis when the authorisation ends; null: not known
 * @param paused           what the device records now is not wanted
 * @param channels         its recording inputs, by index
 * @param seenAtMillis     when it was said, by our wall clock; null: never
 */
record Facts(String projectId, String project, String user, String deviceId, String deviceName, Long validUntilMillis, boolean paused,
        List<Channel> channels, Long seenAtMillis) {

    static final Facts NONE = new Facts(null, null, null, null, null, null, false, List.of(), null);

    Facts {
        channels = channels == null ? List.of() : List.copyOf(channels);
    }

    Instant validUntil() {
        return instant(validUntilMillis);
    }

    Instant seenAt() {
        return instant(seenAtMillis);
    }

    /** The same, whenever it was said. */
    Facts timeless() {
        return new Facts(projectId, project, user, deviceId, deviceName, validUntilMillis, paused, channels, null);
    }

    private static Instant instant(Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
