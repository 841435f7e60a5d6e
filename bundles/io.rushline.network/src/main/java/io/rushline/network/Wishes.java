package io.rushline.network;

import io.rushline.network.api.Link;
import io.rushline.network.api.LinkRule;

/** What the owner of this device wants of a link, and whether it has done its share of the month. Any thread; never blocks. */
interface Wishes {

    /** Some network may not carry all, wherever it is now. */
    boolean restrict();

    LinkRule rule(Link link);

    /** The budget of its network is used up. */
    boolean usedUp(Link link);
}
