package io.rushline.channel.api;

import java.time.Instant;
import java.util.Optional;

/**
 * The live socket at one moment.
 *
 * @param state   where it stands
 * @param why     why it is not {@link State#LIVE}, for people; empty while it is
 * @param since   since when it is in this state
 * @param heardAt when the cloud was last heard on it; empty before the first time
 */
public record LiveStatus(State state, Optional<String> why, Instant since, Optional<Instant> heardAt) {

    /** Where it stands. */
    public enum State {
        /** The device is not paired: there is nothing to be told of. */
        OFF,
        /** It is being opened, or tried again at some time. */
        CONNECTING,
        /** Joined: the cloud answers its heartbeats. */
        LIVE,
        /** No socket can be had here: the device shows itself by the older heartbeat call, and looks for news itself. */
        LEGACY
    }
}
