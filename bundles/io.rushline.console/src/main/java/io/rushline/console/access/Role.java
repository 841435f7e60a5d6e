package io.rushline.console.access;

/** What somebody may do; each role may do all that those before it may. */
public enum Role {
    /** Looks. */
    VIEWER,
    /** Works the queue and pairs. */
    OPERATOR,
    /** Changes the appliance itself. */
    ADMIN;

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
