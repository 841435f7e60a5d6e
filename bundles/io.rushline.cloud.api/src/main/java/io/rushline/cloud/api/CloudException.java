package io.rushline.cloud.api;

import java.util.OptionalInt;

/** Why there was no answer that can be trusted. None of these counts against a clip, except {@link Code#BODY}. */
public final class CloudException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What happened, stable for programs, with a sentence for people. */
    public enum Code {
        /** DNS gave no address. */
        NAME_UNKNOWN("The name of the cloud cannot be looked up.", "Check the network and its DNS server."),
        /** No route, refused, or no connection in time. */
        UNREACHABLE("The cloud cannot be reached.", "Check the network."),
        /** Connected, then nothing came or went for too long. */
        TIMEOUT("The connection to the cloud stopped moving.", "Nothing: it is tried again. Check the network if it stays so."),
        /** Connection reset, TLS broken off, or the calling thread was interrupted. */
        CUT("The connection to the cloud broke off.", "Nothing: it is tried again."),
        /** The certificate is signed by nobody we trust, at whatever date. */
        UNTRUSTED("The certificate shown for the cloud is not trusted: something intercepts the connection.",
                "Use a network that does not intercept TLS, or have its owner let the cloud through. Nothing is sent until then."),
        /** The certificate would be trusted at another date than this device's. */
        CLOCK("The cloud's certificate is not valid at the date of this device: its clock is wrong.",
                "Set date and time, or let the device reach a time server (NTP). If they are right, the certificate has run out. Nothing is sent until then."),
        /** The certificate is for another host. */
        WRONG_HOST("The certificate shown for the cloud belongs to another host: something intercepts the connection.", "Use a network that does not intercept TLS, or have its owner let the cloud through. Nothing is sent until then."),
        /** A page or a redirect to another host came instead of an answer. */
        PORTAL("The network wants a sign-in first (captive portal).", "Open the portal page of this network and sign in."),
        /** The answer is too large or breaks HTTP. */
        BAD_ANSWER("The cloud gave an answer that cannot be used.", "Nothing: it is tried again. Report it if it stays so."),
        /** Not {@code https:}, or not an address at all. */
        BAD_ADDRESS("The address is not an https address.", "Correct the cloud URL in the configuration."),
        /** The bytes to send could not be had; the cause says why. */
        BODY("The clip could not be read.", "Check that the file and its disk or card are there.");

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
    /** 0: none. */
    private final int status;

    public CloudException(Code code) {
        this(code, "", null);
    }

    /**
     * @param detail what is particular about this case, without secrets; may be empty
     * @param cause  may be null
     */
    public CloudException(Code code, String detail, Throwable cause) {
        this(code, 0, detail, cause);
    }

    private CloudException(Code code, int status, String detail, Throwable cause) {
        super(detail.isEmpty() ? code.what : code.what.substring(0, code.what.length() - 1) + " (" + detail + ").", cause);
        this.code = code;
        this.status = status;
    }

    /**
     * A web socket that the cloud does not open: {@link Code#BAD_ANSWER} with a status.
     *
     * @param status HTTP status that came instead; 401 where the token is not taken
     */
    public static CloudException refused(int status) {
        return new CloudException(Code.BAD_ANSWER, status, "HTTP " + status, null);
    }

    public Code code() {
        return code;
    }

    /** The HTTP status that came in place of a web socket; empty for all other trouble. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }
}
