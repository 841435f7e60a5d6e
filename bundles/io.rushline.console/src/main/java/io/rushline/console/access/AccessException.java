package io.rushline.console.access;

import java.time.Duration;

/** Why somebody does not get in, or a password is not taken. */
public final class AccessException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What happened, stable for programs, with a sentence for people and the HTTP status that says the same. */
    public enum Code {
        WRONG_LOGIN(401, "Name or password is wrong.", "Try again. Whoever may read the appliance's home can set a new password there."),
        WRONG_PASSWORD(422, "The current password is wrong.", "Try again. Whoever may read the appliance's home can set a new password there."),
        BAD_PASSWORD(422, "The new password cannot be used.", "Choose one of 8 to 1024 characters."),
        NO_PASSWORD(409, "No admin password is set.", "Set one at the appliance itself, or after joining its own Wi-Fi."),
        PASSWORD_LOST(409, "The admin password was lost with the database.",
                "Set a new one with the local token, in run/ctl.json of the appliance's home: POST /api/v1/password."),
        TOO_MANY(429, "Too many attempts from this address.", "Wait, then try again."),
        STORE(503, "The database of accounts is away.", "Try again in a moment; restart the appliance if it stays so.");

        public final int status;
        /** What happened. */
        public final String what;
        /** What the user can do. */
        public final String todo;

        Code(int status, String what, String todo) {
            this.status = status;
            this.what = what;
            this.todo = todo;
        }
    }

    private final Code code;
    private final Duration retryAfter;

    AccessException(Code code) {
        this(code, Duration.ofSeconds(2), null);
    }

    AccessException(Code code, Duration retryAfter, Throwable cause) {
        super(code.what, cause);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public Code code() {
        return code;
    }

    /** When it is worth trying again; of use with TOO_MANY and STORE. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
