package io.rushline.network.nm;

import io.rushline.network.api.NetworkException;
import java.time.Duration;
import java.util.Optional;

/** Makes a change to one device so that what was before is there again when it fails, is not confirmed, or this program dies meanwhile. */
final class SafeChange {

    /** The change itself. */
    interface Work {
        void run() throws NetworkException, BusException;
    }

    /** Longer than any change takes. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(120);

    private static final System.Logger LOG = System.getLogger(SafeChange.class.getName());

    private final Caller nm;
    private final Checkpoints checkpoints;
    private final Duration putBack;
    private final boolean deleteNew;

    /**
     * Changes of one manner.
     *
     * @param putBack   how long the former network is waited for
     * @param deleteNew whether connections that anybody has made meanwhile go with a change that fails
     */
    SafeChange(Caller nm, Checkpoints checkpoints, Duration putBack, boolean deleteNew) {
        this.nm = nm;
        this.checkpoints = checkpoints;
        this.putBack = putBack;
        this.deleteNew = deleteNew;
    }

    /** @param before as it was just now */
    void run(Snapshot before, String device, Duration confirmWithin, String what, Work work) throws NetworkException, BusException {
        Optional<String> checkpoint = checkpoint(device, confirmWithin, what);
        try {
            work.run();
        } catch (NetworkException | BusException failed) {
            putBack(before, device, checkpoint, failed);
            throw failed;
        }
        if (checkpoint.isPresent()) {
            if (confirmWithin.isZero()) {
                checkpoints.destroy(checkpoint.get());
            } else {
                checkpoints.extend(checkpoint.get(), confirmWithin);
            }
        }
    }

    /** Empty where NetworkManager makes none and none is asked for. */
    private Optional<String> checkpoint(String device, Duration confirmWithin, String what) throws BusException {
        try {
            return Optional.of(checkpoints.create(device, UNDER_WAY, what, deleteNew));
        } catch (BusException none) {
            if (!confirmWithin.isZero() || none.error().equals(BusException.NO_ANSWER)) {
                throw none;
            }
            LOG.log(System.Logger.Level.DEBUG, "the change is made without a checkpoint", none);
            return Optional.empty();
        }
    }

    private void putBack(Snapshot before, String device, Optional<String> checkpoint, Exception failed) {
        try {
            Optional<String> former = before.connectionOn(device);
            if (checkpoint.isPresent()) {
                checkpoints.rollBack(checkpoint.get());
            } else if (former.isPresent()) {
                Activation.begin(nm, former.get(), device);
            }
            if (former.isPresent()) {
                Activation.awaitUp(nm, device, putBack);
            }
        } catch (NetworkException | BusException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }
}
