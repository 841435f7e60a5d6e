package io.rushline.network.api;

import java.util.List;

/**
 * Known networks with their passwords on the way to another device, as a file that only a passphrase opens.
 *
 * @param text     JWE in compact form (RFC 7516, 3.1): ASCII, at most {@link #LIMIT_BYTES} and {@link #LIMIT_NETWORKS} networks
 * @param networks what became of each that is known here, the preferred ones first
 */
public record ProfileFile(String text, List<Entry> networks) {

    public static final int LIMIT_BYTES = 1 << 20;
    public static final int LIMIT_NETWORKS = 999;

    public ProfileFile {
        networks = List.copyOf(networks);
    }

    /**
     * One network.
     *
     * @param name may be empty where it was refused
     * @param what why it was not taken, or what of it was not; empty: all of it was
     * @param todo what a person can do about it; empty with {@code what}
     */
    public record Entry(String name, Outcome outcome, String what, String todo) {
    }

    /** What became of a network. */
    public enum Outcome {
        /** Into the file, or from there. */
        TAKEN,
        /** Known here already; stays as it is. */
        KNOWN,
        REFUSED
    }
}
