package io.rushline.itests.simulation;

/** An invariant does not hold. */
final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    /** @param invariant as architecture.md calls it */
    Violation(String invariant, String what) {
        super(invariant + ": " + what);
    }
}
