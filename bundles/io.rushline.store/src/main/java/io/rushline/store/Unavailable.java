package io.rushline.store;

/** The database cannot be used now, but nothing says that it is damaged; it is left as it is and tried again. */
final class Unavailable extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why, with a sentence for people. */
    enum Why {
        HELD("Another program has the database open.", "End the other program; this one goes on by itself.", false),
        NOT_WRITABLE("The disk that holds the database is full or cannot be written.", "Free space or make the disk writable; it goes on by itself.",
                false),
        NEWER("The database was written by a newer version of Derby.", "Install the newer version of the appliance again.", true),
        UNREADABLE("The disk that holds the database did not give what was read.", "It is tried again; if it stays so, replace the disk.", false),
        INTERRUPTED("Opening the database was interrupted.", "Nothing; it is tried again.", false),
        UNKNOWN("No database can be opened here.", "Look into the log; restart the appliance.", true);

        final String what;
        final String todo;
        /** Another version of this module may well open it. */
        final boolean ofCode;

        Why(String what, String todo, boolean ofCode) {
            this.what = what;
            this.todo = todo;
            this.ofCode = ofCode;
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
