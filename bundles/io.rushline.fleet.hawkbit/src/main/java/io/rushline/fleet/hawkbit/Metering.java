package io.rushline.fleet.hawkbit;

import io.rushline.network.api.NetworkStatus;
import java.time.Duration;
import java.util.Optional;

/** Whether downloads have to wait since bytes cost money, or may do so: a network of which nothing is known is waited for, but not for ever. Any thread. */
final class Metering {

    /** A start, or the replacement of the network's provider, takes less. */
    static final Duration UNKNOWN = Duration.ofSeconds(30);

    private final Time time;
    private volatile Long until;

    Metering(Time time) {
        this.time = time;
    }

    /** @param network empty while its provider is away */
    boolean closed(boolean allowMetered, Optional<NetworkStatus> network) {
        Optional<Boolean> metered = network.flatMap(NetworkStatus::metered);
        if (allowMetered || metered.isPresent()) {
            until = null;
            return !allowMetered && metered.get();
        }
        Long end = until;
        if (end == null) {
            end = time.in(UNKNOWN);
            until = end;
        }
        return !time.reached(end);
    }
}
