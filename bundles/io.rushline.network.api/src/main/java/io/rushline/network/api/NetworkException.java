package io.rushline.network.api;

/** Why a network could not be joined or changed. */
public final class NetworkException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What happened, stable for programs, with a sentence for people. */
    public enum Code {
        /** NetworkManager or its bus is away. */
        UNAVAILABLE("The system's network service does not answer.", "Wait, it is started again by itself; restart the device if it stays so."),
        /** NetworkManager's policy forbids it. */
        REFUSED("The system does not let Rushline change its networks.", "Give Rushline's user the right to control NetworkManager (polkit)."),
        /** A value that cannot be right; the message says which. */
        BAD_SETTINGS("The network's settings cannot be right.", "Correct what is named."),
        /** Another profile has this name, or knows this Wi-Fi. */
        DUPLICATE("This network is known already.", "Change the known one, or give this one another name."),
        /** No such profile or interface. */
        UNKNOWN("There is no such network or interface.", "Look at the list again."),
        /** The access point did not take it. */
        WRONG_LOGIN("The network did not accept the password.", "Type the password again; mind capital letters."),
        /** No access point with this name can be heard. */
        NOT_FOUND("This Wi-Fi is not in range.", "Go nearer, or check that it is switched on and its name is right."),
        /** DHCP gave nothing. */
        NO_ADDRESS("The network gave no address.", "Check its router, or set an address by hand."),
        /** No cable, no carrier, a radio that is off. */
        NO_CARRIER("The interface has no cable, or its radio is off.", "Plug in the cable, or switch the radio on."),
        /** It was pulled out meanwhile. */
        ADAPTER_GONE("The network adapter is gone.", "Plug it in again."),
        /** Another change waits for its end or confirmation. */
        BUSY("Another change of the network is under way.", "Confirm or undo it first."),
        /** Nothing came of it in time. */
        TIMEOUT("The network did not come up in time.", "Try again, nearer to the access point or with another cable."),
        /** One speed test at a time. */
        TESTING("A speed test is under way.", "Wait until it has ended: it takes at most a minute."),
        /** The proxy to a sign-in page is for that alone. */
        NO_PORTAL("No network wants a sign-in now.", "Nothing: look at the network's state."),
        /** It cannot go into a file for another device; the message says why. */
        NOT_PORTABLE("This network cannot be taken along.", "Set it up by hand on the other device."),
        /** Of a file of networks, for which another one was typed. */
        WRONG_PASSPHRASE("The passphrase does not open this file.", "Type the one with which it was exported; mind capital letters."),
        /** Cut off, changed, or something else. */
        BAD_FILE("This is no file of networks, or it is damaged.", "Export the networks again, and copy the whole file."),
        /** Made by a later version of this program. */
        OTHER_VERSION("This file of networks is of another version.", "Update this device, or export the networks with the version that runs here."),
        /** A file of networks has its limit. */
        TOO_LARGE("A file of networks has at most 1 MiB, and 999 networks.", "Choose the file that was exported; forget networks that nobody needs before an export."),
        /** There is no Wi-Fi adapter, or none that can be an access point. */
        NO_RADIO("No Wi-Fi adapter here can be an access point.", "Plug in one that can, or use a cable."),
        /** wpa_supplicant is not on the system's message bus. */
        NO_SUPPLICANT("The country cannot be told to the radios: wpa_supplicant is not on the system's message bus.",
                "Let wpa_supplicant run with D-Bus (-u), or set the country in the system itself."),
        /** Something else; the message has NetworkManager's own words. */
        FAILED("The network could not be joined.", "Try again; look at the log if it stays so.");

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

    public NetworkException(Code code) {
        this(code, "", null);
    }

    /**
     * @param detail what is particular about this case, without secrets; may be empty
     * @param cause  may be null
     */
    public NetworkException(Code code, String detail, Throwable cause) {
        super(detail.isEmpty() ? code.what : code.what + " (" + detail + ")", cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
