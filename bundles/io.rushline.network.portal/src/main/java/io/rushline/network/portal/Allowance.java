package io.rushline.network.portal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** How much may come through in all: enough for every sign-in, too little to be of other use. Any thread. */
final class Allowance {

    private final AtomicLong left;

    Allowance(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** @throws IOException it is used up */
    void use(int bytes) throws IOException {
        if (left.addAndGet(-Math.max(0, bytes)) < 0) {
            throw new IOException("more came through than a sign-in takes");
        }
    }
}
