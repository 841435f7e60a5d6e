package io.rushline.network.nm;

/** The message bus or NetworkManager did not do what was asked; says which of D-Bus' errors it was. */
final class BusException extends Exception {

    /** In place of an error's name: no answer came, for the bus is lost or NetworkManager slow. */
    static final String NO_ANSWER = "";

    private static final long serialVersionUID = 1L;

    private final String error;

    /** @param error D-Bus' name of it, {@code org.freedesktop.NetworkManager.PermissionDenied}, or {@link #NO_ANSWER} */
    BusException(String error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    String error() {
        return error;
    }

    /** Its last part: {@code PermissionDenied}. */
    String kind() {
        return error.substring(error.lastIndexOf('.') + 1);
    }
}
