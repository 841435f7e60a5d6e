package io.rushline.cloud.api;

import java.net.URI;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The way to the cloud: sends one HTTPS request and gives back its answer. Adds {@code x-client-version} to API calls, follows no redirect,
 * reads at most 16 MiB of an answer (10 000 signed upload URLs are that long), and refuses every address that is not {@code https:}.
 *
 * <p>Any thread; blocks. Interrupting the thread cuts the exchange, which then ends in {@link CloudException.Code#CUT}.
 * An answer of any status is an answer, not an exception.
 */
@ProviderType
public interface CloudClient {

    /** The API's address, {@code https://api.frame.io} unless configured otherwise; without a path. */
    URI base();

    /** Calls the API (C2C guide; protocol sections 1 to 6). */
    Answer call(Call call) throws CloudException;

    /** Sends one part to its upload URL, with exactly the headers that were signed (C2C guide, Upload (Basic)). */
    Answer put(PartUpload part) throws CloudException;

    /**
     * Opens a web socket at the API (protocol section 4).
     *
     * @param path   below the base: {@code /devices/websocket}
     * @param bearer access token; goes into the query, as the protocol wants it, and nowhere else
     * @throws CloudException as for calls; {@link CloudException#status} says with which status the cloud refused, 401 being the token
     */
    CloudSocket open(String path, String bearer, CloudSocket.Listener listener) throws CloudException;

    /** Never blocks. */
    Transport transport();
}
