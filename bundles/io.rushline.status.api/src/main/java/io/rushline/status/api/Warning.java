package io.rushline.status.api;

import java.time.Instant;

/**
 * Something a person should know now. Whoever notices it registers the warning as a service and unregisters it when it no longer holds;
 * a bundle that stops takes its warnings along. The console shows whatever is registered.
 *
 * @param code     stable, for machines: {@code store.set-aside}
 * @param severity how much it matters
 * @param what     one sentence that says what happened
 * @param todo     one sentence that says what the reader can do; may be empty when there is nothing to do
 * @param since    when it was noticed
 */
public record Warning(String code, Severity severity, String what, String todo, Instant since) {

    /** How much it matters. */
    public enum Severity {
        /** Good to know; clips go up. */
        INFO,
        /** Clips go up, but somebody should look at it. */
        WARNING,
        /** Clips do not go up until somebody acts. */
        ERROR
    }
}
