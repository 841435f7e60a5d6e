package io.rushline.network.api;

import java.util.List;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/** Measures how fast this device can send; only when a person asks. Any thread; blocks, for at most 60 s. */
@ProviderType
public interface SpeedTest {

    /**
     * Sends bytes of no meaning to a place that drops them, over one link after the other. What is uploaded meanwhile shares the link and is part of no
     * result. Nothing is sent over a network that may carry nothing.
     *
     * @param metered also over links whose bytes cost money
     * @return one for each link that leads out
     * @throws NetworkException {@link NetworkException.Code#TESTING}, at once
     */
    List<Speed> run(boolean metered) throws NetworkException;

    /**
     * What came of one link.
     *
     * @param link          its name; empty: whichever the machine took
     * @param bitsPerSecond of what has arrived; empty where nothing could be measured
     * @param bytes         that have arrived for it
     * @param what          for people: why there is no result; else empty
     * @param todo          for people; may be empty
     */
    record Speed(String link, OptionalLong bitsPerSecond, long bytes, String what, String todo) {
    }
}
