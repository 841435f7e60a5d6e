package io.rushline.modules;

/** The process ends here: nothing after it happens. */
final class PowerCut extends Error {

    private static final long serialVersionUID = 1L;
}
