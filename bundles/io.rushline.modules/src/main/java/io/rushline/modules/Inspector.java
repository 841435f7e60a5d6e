package io.rushline.modules;

import java.util.Set;

/** Looks at what runs. Asks nobody outside of the appliance; takes a few seconds at most. */
interface Inspector {

    /** @param bundles symbolic names of those to look at */
    Picture look(Set<String> bundles);
}
