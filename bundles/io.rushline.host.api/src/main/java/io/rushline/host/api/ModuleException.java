package io.rushline.host.api;

/** Why a module was not taken, or a set not kept. What ran before runs on, or again. */
public final class ModuleException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What happened, stable for programs, with a sentence for people. */
    public enum Code {
        /** Not a jar, cut off, or not readable. */
        NOT_A_MODULE("This file is not a module.", "Give a signed bundle (.jar) or a signed set of bundles (.rlm), and copy it again if it was cut off."),
        /** Entries that no honest tool makes: twice the same name, a way out of the folder, far more than it seems. */
        HOSTILE("This file is made to do harm, or badly damaged.", "Do not use it, and tell whoever you have it from."),
        /** More bytes or entries than a module may have. */
        TOO_LARGE("This module is larger than this appliance takes.", "Ask its vendor for a smaller one."),
        /** No signature, or one that does not cover every entry. */
        UNSIGNED("This module is not signed, or not as a whole.", "Ask its vendor for the signed one."),
        /** The signature is not of this content. */
        TAMPERED("This module was changed after it was signed.", "Copy it again from its vendor."),
        /** The certificate leads to nobody this appliance trusts. */
        NOT_TRUSTED("This module was signed by somebody this appliance does not trust.", "Ask its vendor, or have the vendor's certificate added."),
        /** The certificate is not valid now. */
        NOT_VALID_NOW("The certificate of this module's signer is not valid today.", "Check the appliance's clock, or ask the vendor for a newer signature."),
        /** Lower than the version that runs. */
        DOWNGRADE("A higher version of this module runs.", "Allow the downgrade if you mean it."),
        /** Another content under a name and version that are taken. */
        SAME_IDENTITY("Another module of this name and version is there, or two of the files have the same.", "Ask its vendor for a version of its own."),
        /** Something that runs, or the module itself, would miss something. */
        UNRESOLVED("Something would be missing with this module.", "Install what is named, together with it."),
        /** The switch would restart bundles that are not in the set. */
        RESTARTS_OTHERS("This would restart parts that it does not bring.", "Install them together, in versions that fit."),
        /** Another set is on trial. */
        BUSY("Another update is going on.", "Wait until it has ended."),
        /** The plan was made for another set than the one that runs. */
        OUTDATED("The modules have changed since this was planned.", "Look again at what would change."),
        /** No file or module of this name. */
        UNKNOWN("There is no such module.", "Look at the list."),
        /** There is no set to go back to. */
        NOTHING_BEFORE("There is no former set of modules to go back to.", "Install the version you want."),
        /** What ships cannot be taken away. */
        BUILT_IN("This module ships with the appliance and cannot be taken away.", "Install another version in its place."),
        /** The home's disk is full. */
        NO_SPACE("There is no space for this module.", "Free space on the appliance's disk."),
        /** The home's disk does not read or write. */
        STORE("The modules' folder cannot be read or written.", "Check the disk of the home."),
        /** A bundle threw, or did not start. */
        DOES_NOT_START("The new version does not start.", "Tell its vendor; the former version runs."),
        /** A health check failed within the settling time. */
        UNHEALTHY("The new version is not healthy.", "Tell its vendor; the former version runs."),
        /** It did not come to an end in time. */
        HUNG("The new version did not answer in time.", "Tell its vendor; the former version runs."),
        /** The power was cut, or the process ended, while it was on trial. */
        CUT("The appliance was stopped, or crashed, while the new version was on trial.", "Install it again; if this repeats, tell its vendor."),
        /** A person or server took it back. */
        CANCELLED("The update was cancelled.", "Nothing needs to be done.");

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
    private final String detail;

    public ModuleException(Code code, String detail) {
        this(code, detail, null);
    }

    /**
     * @param detail what is particular about this case, for people; may be empty
     * @param cause  may be null
     */
    public ModuleException(Code code, String detail, Throwable cause) {
        super(detail.isEmpty() ? code.what : code.what + " " + detail, cause);
        this.code = code;
        this.detail = detail;
    }

    public Code code() {
        return code;
    }

    /** What is particular about this case; may be empty. */
    public String detail() {
        return detail;
    }
}
