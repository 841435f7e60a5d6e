package io.rushline.ingest.api;

import java.time.Instant;
import java.util.Optional;

/**
 * A place where clips come from, at one moment.
 *
 * @param name     for people: {@code folder clips}
 * @param location where: a folder, an address
 * @param state    whether it is watched
 * @param reason   why it is not, and what to do
 * @param growing  files seen that are not complete yet
 * @param accepted files handed to the queue since it was started
 * @param scannedAt when everything was last looked at; empty before the first time
 */
public record IngestStatus(String name, String location, State state, Optional<String> reason, long growing, long accepted,
        Optional<Instant> scannedAt) {

    /** Whether it is watched. */
    public enum State {
        WATCHING,
        /** It cannot be read now; tried again by itself. */
        AWAY
    }
}
