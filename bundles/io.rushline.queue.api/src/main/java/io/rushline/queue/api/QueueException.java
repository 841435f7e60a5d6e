package io.rushline.queue.api;

/** Why the queue could not do it. Nothing was changed. */
public final class QueueException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What happened, stable for programs, with a sentence for people. */
    public enum Code {
        /** No item has this id. */
        UNKNOWN_ITEM("This clip is not in the queue.", "Reload the list."),
        /** The item is in a state from which this cannot be done. */
        ILLEGAL_TRANSITION("This cannot be done with the clip as it stands.", "Reload the list and look at its state."),
        /** No space left for the database. */
        STORE_FULL("The disk that holds the queue is full.", "Free space, or move the queue."),
        /** The database does not answer as it should. */
        STORE("The queue cannot be read or written.", "Check the disk; restart the appliance if it stays so.");

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

    public QueueException(Code code) {
        this(code, "", null);
    }

    /**
     * @param detail what is particular about this case, without secrets; may be empty
     * @param cause  may be null
     */
    public QueueException(Code code, String detail, Throwable cause) {
        super(detail.isEmpty() ? code.what : code.what + " (" + detail + ")", cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
