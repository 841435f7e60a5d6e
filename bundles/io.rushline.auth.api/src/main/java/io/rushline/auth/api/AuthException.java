package io.rushline.auth.api;

/** Why there is no authorisation. */
public final class AuthException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What happened, stable for programs, with a sentence for people. */
    public enum Code {
        /** No tokens are kept. */
        NOT_PAIRED("The device is not paired with a project.", "Pair it: show the code and type it in Frame.io."),
        /** There are tokens already. */
        ALREADY_PAIRED("The device is already paired with a project.", "Unpair it first."),
        /** The cloud refused the refresh token. */
        EXPIRED("The connection to the project has ended.", "Pair the device again; the queue waits and nothing is lost."),
        /** The cloud answered an auth call with something unexpected. */
        REFUSED("The cloud refused this device.", "Check that the client secret of this product is provisioned."),
        /** Tokens cannot be stored or read. */
        STORE("The tokens cannot be stored.", "Check the disk, then pair again.");

        /** What happened. */
        public final String what;
        /** What the user can do. */
        public final String todo;

        Code(String what, String todo) {
            this.what = what;
            this.todo = todo;
        }
    }

    private final Code code;

    public AuthException(Code code) {
        this(code, "", null);
    }

    /**
     * @param detail what is particular about this case, without secrets; may be empty
     * @param cause  may be null
     */
    public AuthException(Code code, String detail, Throwable cause) {
        super(detail.isEmpty() ? code.what : code.what + " (" + detail + ")", cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
