package io.rushline.launcher;

/** The operation failed for a reason a person can act on: the message says what happened and what to do. Status 1, no stack trace. */
public class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
