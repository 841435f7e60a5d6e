package io.rushline.auth.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What this device is connected to.
 *
 * @param state      whether it is
 * @param projectId  identity of the project: the name may change any day
 * @param project    name to show
 * @param user       who authorised the device
 * @param deviceId   the project device's id, which names its topic on the socket
 * @param deviceName as the cloud calls this device
 * @param validUntil until when the authorisation holds ({@code authorization.expires_at})
 * @param paused     what this device records now is not wanted; of single channels, see there
 * @param channels   its recording inputs; empty until the cloud has named them
 * @param seenAt     when the cloud said all this, by this device's clock; empty before the first time
 * @param trouble    why the last call for the connection did not get through; empty when all is well
 */
public record Connection(State state, Optional<String> projectId, Optional<String> project, Optional<String> user,
        Optional<String> deviceId, Optional<String> deviceName, Optional<Instant> validUntil, boolean paused,
        List<Channel> channels, Optional<Instant> seenAt, Optional<String> trouble) {
    public Connection {
        channels = List.copyOf(channels);
    }


    /** Whether we are connected. */
    public enum State {
        /** Nobody has paired this device, or it was unpaired. */
        UNPAIRED,
        /** Paired; tokens are kept fresh. */
        CONNECTED,
        /** The cloud refused to renew the authorisation: pair again. The queue waits, nothing is lost. */
        EXPIRED
    }

    public static final Connection NONE = new Connection(State.UNPAIRED, Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty(), false, List.of(), Optional.empty(), Optional.empty());
}
