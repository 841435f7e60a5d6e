package io.rushline.uploader.c2c;

/** Carries a failure that is understood already from a worker to the engine. */
class Failed extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    Failed(Failure failure, Throwable cause) {
        super(failure.reason().what(), cause);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
