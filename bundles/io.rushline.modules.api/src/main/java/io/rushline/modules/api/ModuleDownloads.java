package io.rushline.modules.api;

import io.rushline.host.api.ModuleException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.osgi.annotation.versioning.ProviderType;

/** Downloads files in pieces, behind the uploads, resuming what was cut off, and nothing over metered links unless allowed. Any thread. */
@ProviderType
public interface ModuleDownloads {

    /**
     * Blocks until the file is there, whole and with its hash, or will not be. Waits while the network is away.
     *
     * @param progress  bytes that are there, of {@link Wanted#sizeBytes}
     * @param cancelled asked between pieces
     * @return the file, which belongs to the caller, who deletes it
     * @throws ModuleException {@link ModuleException.Code#TAMPERED} for another hash, {@link ModuleException.Code#UNKNOWN} for a refusal (4xx), {@link ModuleException.Code#CANCELLED},
     *         {@link ModuleException.Code#NO_SPACE}, {@link ModuleException.Code#TOO_LARGE}
     */
    Path fetch(Wanted file, LongConsumer progress, BooleanSupplier cancelled) throws ModuleException, InterruptedException;

    /**
     * A file to download.
     *
     * @param address   {@code https:}
     * @param headers   for each request, such as {@code Authorization}; not logged, not sent to another host
     * @param sizeBytes exactly this many
     * @param sha256    lower-case hexadecimal
     */
    record Wanted(URI address, Map<String, String> headers, long sizeBytes, String sha256) {
        public Wanted {
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "module file " + sha256 + ", " + sizeBytes + " bytes";
        }
    }
}
