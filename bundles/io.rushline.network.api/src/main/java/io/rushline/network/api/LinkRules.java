package io.rushline.network.api;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What each network is for, and what it has carried. A network is named by the id of its {@link Profile}, or, where its link has none, by the name of
 * the link ({@link #network}). Any thread; changes are on the disk when they return.
 */
@ProviderType
public interface LinkRules {

    /** The one that a link is in. While its profile is not known (NetworkManager is away), a link that is up is in the one it was in last. */
    String network(Link link);

    /** Those that somebody has set; {@link LinkRule#standard} holds for all others. */
    Map<String, LinkRule> rules();

    /** @throws java.io.UncheckedIOException where it cannot be kept; the former rule stays in force */
    void set(String network, LinkRule rule);

    /** The standard holds again. Does nothing where it holds already. */
    void clear(String network);

    /** Bytes of this calendar month, both ways together, of each network that has carried any. */
    Map<String, Long> carriedBytes();
}
