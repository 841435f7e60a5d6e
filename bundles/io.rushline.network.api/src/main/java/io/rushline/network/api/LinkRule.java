package io.rushline.network.api;

import java.util.OptionalLong;

/**
 * What a network is for, as its owner wishes.
 *
 * @param share       whether it carries clips while another link is the main one
 * @param carries     what may go over it, also while it is the main one
 * @param monthlyBytes both ways together, whatever they were for, in a calendar month of local time; more than 0. When they are used up the network
 *                    carries no clips until the next month. Empty: no limit
 */
public record LinkRule(Share share, Carries carries, OptionalLong monthlyBytes) {

    /** Whether a link carries clips beside the main one. */
    public enum Share {
        OFF, ON,
        /** Only while the others cannot keep up. */
        BEHIND
    }

    /** What may go over a link. */
    public enum Carries { ALL, PROXIES, NOTHING }

    /** Where nobody has said anything: what costs nothing shares the work, and what costs money only stands in for others. */
    public static LinkRule standard(boolean metered) {
        return new LinkRule(metered ? Share.OFF : Share.ON, Carries.ALL, OptionalLong.empty());
    }
}
