package io.rushline.store;

/** The database cannot be used now, but nothing says that it is damaged; it is left as it is and tried again. */
final class Unavailable extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why, with a sentence for people. */
    enum Why {
        HELD("Another program has the database open.", "End the other program; this one goes on by itself."),
        NOT_WRITABLE("The disk that holds the database is full or cannot be written.", "Free space or make the disk writable; it goes on by itself."),
        NEWER("The database was written by a newer version of Derby.", "Install the newer version of the appliance again."),
        UNREADABLE("The disk that holds the database did not give what was read.", "It is tried again; if it stays so, replace the disk."),
        INTERRUPTED("Opening the database was interrupted.", "Nothing; it is tried again."),
        UNKNOWN("No database can be opened here.", "Look into the log; restart the appliance.");

        final String what;
        final String todo;

        Why(String what, String todo) {
            this.what = what;
            this.todo = todo;
        }
    }

    private final Why why;

    Unavailable(Why why, Throwable cause) {
        super(why.what, cause);
        this.why = why;
    }

    Why why() {
        return why;
    }
}
