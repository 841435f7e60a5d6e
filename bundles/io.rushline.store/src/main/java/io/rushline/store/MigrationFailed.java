package io.rushline.store;

/** Why a bundle's tables are not as the bundle needs them; the message names the file where one is to blame. */
final class MigrationFailed extends Exception {

    private static final long serialVersionUID = 1L;

    /** Whether the tables were made by a newer version of the bundle. */
    private final boolean newer;

    MigrationFailed(String message, boolean newer, Throwable cause) {
        super(message, cause);
        this.newer = newer;
    }

    boolean newer() {
        return newer;
    }
}
