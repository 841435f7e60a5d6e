package io.rushline.network.api;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** A check of the whole way to the cloud that a person starts. Any thread; blocks for at most 60 s. */
@ProviderType
public interface NetworkCheck {

    /** From the plug to the cloud; ends with the first step without which the next ones make no sense. */
    List<Finding> run();

    /** What is looked at, in this order. */
    enum Step {
        /** A cable or a radio that is up. */
        LINK,
        /** An address that leads somewhere. */
        ADDRESS,
        /** The name of the cloud can be looked up. */
        NAME,
        /** The cloud answers, over TLS that can be trusted. */
        CLOUD,
        /** This device's clock is right, as the cloud's tells. */
        CLOCK
    }

    /**
     * What came of one step.
     *
     * @param what for people
     * @param todo for people; empty where all is well
     * @param took of the step itself
     */
    record Finding(Step step, boolean good, String what, String todo, Duration took) {
    }
}
