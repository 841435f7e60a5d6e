package io.rushline.modules.api;

import io.rushline.host.api.ModuleException;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The client of a fleet's update server. Any thread. */
@ProviderType
public interface Fleet {

    Status status();

    /** A person's answer to an action that {@link Status#asks} for one. */
    void answer(String action, boolean agreed, Actor by) throws ModuleException;

    /**
     * The client at one moment.
     *
     * @param server   its address, without credentials
     * @param polledAt when it answered last
     * @param action   id of the action that goes on
     * @param asks     whether the action waits for a person's answer
     * @param state    what it does, for people
     */
    record Status(String server, Optional<Instant> polledAt, Optional<String> action, boolean asks, String state) {
    }
}
