package io.rushline.auth.c2c;

import java.util.ArrayList;
import java.util.List;

/**
 * All that outlives a restart, kept as one secret so that it changes in one write.
 *
 * @param tokens  null: we have none
 * @param expired tokens were refused: somebody has to pair again
 * @param facts   as last read; kept when expired, so that people see of which project we speak
 * @param revoke  tokens that nobody shall use any more and that the cloud has yet to be told of
 */
record Saved(Tokens tokens, boolean expired, Facts facts, List<String> revoke) {

    static final Saved EMPTY = new Saved(null, false, Facts.NONE, List.of());
    /** An unreachable cloud and a user who pairs again and again must not fill the store. */
    private static final int MAX_REVOKE = 40;

    Saved {
        facts = facts == null ? Facts.NONE : facts;
        revoke = revoke == null ? List.of() : List.copyOf(revoke.subList(Math.max(0, revoke.size() - MAX_REVOKE), revoke.size()));
    }

    Saved with(Tokens fresh) {
        return new Saved(fresh, false, facts, revoke);
    }

    Saved paired(Tokens fresh) {
        return new Saved(fresh, false, Facts.NONE, revoke);
    }

    Saved with(Facts read) {
        return new Saved(tokens, expired, read, revoke);
    }

    /** The same on disk: when the facts were last confirmed is not worth a write. */
    boolean sameButSeen(Saved other) {
        return new Saved(tokens, expired, facts.timeless(), revoke).equals(new Saved(other.tokens, other.expired, other.facts.timeless(),
                other.revoke));
    }

    Saved refused() {
        return new Saved(null, true, facts, revoke);
    }

    /** Nothing of the connection but what is left to revoke. */
    Saved unpaired() {
        Saved none = new Saved(null, false, Facts.NONE, revoke);
        return tokens == null ? none : none.revoking(tokens);
    }

    Saved revoking(Tokens unwanted) {
        List<String> more = new ArrayList<>(revoke);
        more.add(unwanted.refresh());
        more.add(unwanted.access());
        return new Saved(tokens, expired, facts, more);
    }

    Saved revoked(String token) {
        List<String> left = new ArrayList<>(revoke);
        left.remove(token);
        return new Saved(tokens, expired, facts, left);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Saved[" + tokens + ", expired " + expired + ", " + facts + ", " + revoke.size() + " to revoke]";
    }
}
