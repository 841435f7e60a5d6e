package io.rushline.modules.api;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleHost.Allow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** An OSGi R5 repository, over HTTPS or on a medium that was plugged in. Any thread. */
@ProviderType
public interface ModuleRepository {

    /** What was found last; asks nobody. */
    Status status();

    /** Reads the index anew. Blocks up to a minute. */
    Status check() throws ModuleException;

    /** Downloads offers in the background, behind the uploads, then installs them as one set. @param ids of offers in {@link #status} */
    void fetch(List<String> ids, Set<Allow> allowed, When when, Actor by) throws ModuleException;

    /** Ends the download that goes on; what has come stays, for the next try. */
    void stop();

    /**
     * The repository at one moment.
     *
     * @param place     the address of the index, without credentials, or the medium; empty: none is set
     * @param channel   {@code stable}, {@code beta}, …
     * @param checkedAt when the index was read last
     * @param why       why it could not be read or what the download waits for, for people
     * @param offers    the highest version of each module in the channel
     */
    record Status(Optional<String> place, String channel, Optional<Instant> checkedAt, Optional<String> why, List<Offer> offers, Optional<Download> download) {
        public Status {
            offers = List.copyOf(offers);
        }
    }

    /**
     * A module that can be had.
     *
     * @param id        SHA-256 of its file
     * @param installed the version that runs; empty: the module is new
     */
    record Offer(String id, String name, String version, String description, long sizeBytes, Optional<String> installed) {
    }

    /** A download that goes on. */
    record Download(List<String> ids, long doneBytes, long totalBytes) {
        public Download {
            ids = List.copyOf(ids);
        }
    }
}
