package io.rushline.modules.repository;

import java.net.URI;
import java.util.List;

/**
 * What one index holds.
 *
 * @param leftOut what of it cannot be used and why, for people
 */
record Index(List<Offered> modules, List<Referral> referrals, List<String> leftOut) {
    Index {
        modules = List.copyOf(modules);
        referrals = List.copyOf(referrals);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Another index that belongs to it.
     *
     * @param depth how many indexes deep to follow, itself included
     */
    record Referral(URI address, int depth) {
    }
}
