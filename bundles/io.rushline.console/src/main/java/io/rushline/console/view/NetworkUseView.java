package io.rushline.console.view;

import io.rushline.network.api.Link;
import io.rushline.network.api.LinkRule;
import java.util.OptionalLong;

/** What a network is for, and what it has carried this month ({@code NetworkUse} in openapi.json). */
public record NetworkUseView(String network, String name, Link.Kind kind, String link, boolean metered, boolean standard, LinkRule.Share share,
        LinkRule.Carries carries, Long monthlyBytes, long carriedBytes, Long leftBytes) {

    /**
     * @param network what its rule is kept under
     * @param link    that is in it; null: none
     * @param rule    null: the standard holds
     */
    public static NetworkUseView of(String network, String name, Link.Kind kind, String link, boolean metered, LinkRule rule, long carried) {
        LinkRule holds = rule == null ? LinkRule.standard(metered) : rule;
        OptionalLong monthly = holds.monthlyBytes();
        return new NetworkUseView(network, name, kind, link, metered, rule == null, holds.share(), holds.carries(), monthly.isPresent() ? monthly.getAsLong() : null, carried,
                monthly.isPresent() ? Math.max(0, monthly.getAsLong() - carried) : null);
    }

    /** The same network from now on. */
    public NetworkUseView with(LinkRule rule) {
        return of(network, name, kind, link, metered, rule, carriedBytes);
    }
}
