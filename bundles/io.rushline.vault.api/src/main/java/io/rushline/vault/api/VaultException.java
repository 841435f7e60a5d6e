package io.rushline.vault.api;

/** Why the vault could not do it. */
public final class VaultException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What happened, stable for programs, with a sentence for people. */
    public enum Code {
        /** The database or the key file cannot be read or written. */
        UNAVAILABLE("The place where secrets are kept cannot be read or written.", "Check that the disk is there, writable and not full, then restart."),
        /** Authentication of the ciphertext failed: another key, another purpose, or changed bytes. */
        TAMPERED("A stored secret is damaged or was encrypted with another key.", "Pair the device again; restore the vault key if it was moved.");

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

    public VaultException(Code code) {
        this(code, "", null);
    }

    /**
     * @param detail what is particular about this case, without secrets; may be empty
     * @param cause  may be null
     */
    public VaultException(Code code, String detail, Throwable cause) {
        super(detail.isEmpty() ? code.what : code.what + " (" + detail + ")", cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
