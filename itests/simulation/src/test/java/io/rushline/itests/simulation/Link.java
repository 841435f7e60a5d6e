package io.rushline.itests.simulation;

import io.rushline.cloud.api.CloudException;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/** The network, in millions of bytes: a rate that all transfers on their way share, and what happens to it. On a fiber: {@link #carry} and {@link #reach}. */
final class Link {

    /** How it is broken. */
    enum State {
        UP, NO_ROUTE, NO_NAMES, BLACK_HOLE, INTERCEPTED, PORTAL
    }

    /** Nothing waits longer than this for a byte to move. */
    private static final Duration STALL = Duration.ofSeconds(15);
    private static final double STEP_SECONDS = 5;

    /** The exchange is over. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;
        final transient CloudException.Code code;

        Broken(CloudException.Code code) {
            super("link");
            this.code = code;
        }
    }

    private final Random chance;
    private State state = State.UP;
    private double bytesPerSecond = 100;
    /** Of each step on the way, some are lost and go twice or more. */
    private double loss;
    private int active;
    private int breaks;

    Link(Random chance) {
        this.chance = chance;
    }

    State state() {
        return state;
    }

    double bytesPerSecond() {
        return bytesPerSecond;
    }

    void state(State now) {
        state = now;
        if (now != State.UP) {
            breaks++;
        }
    }

    /** All connections are reset. */
    void reset() {
        breaks++;
    }

    void quality(double rate, double lost) {
        bytesPerSecond = rate;
        loss = lost;
    }

    int breaks() {
        return breaks;
    }

    /** Connects, or sends something short. */
    void reach(long atMostMillis) throws CloudException {
        try {
            switch (state) {
                case UP, PORTAL -> Fiber.sleep(Duration.ofMillis(20 + chance.nextLong(atMostMillis)));
                case NO_ROUTE -> throw new CloudException(CloudException.Code.UNREACHABLE);
                case NO_NAMES -> throw new CloudException(CloudException.Code.NAME_UNKNOWN);
                case INTERCEPTED -> throw new CloudException(chance.nextBoolean() ? CloudException.Code.UNTRUSTED : CloudException.Code.WRONG_HOST);
                case BLACK_HOLE -> {
                    Fiber.sleep(STALL);
                    throw new CloudException(CloudException.Code.TIMEOUT);
                }
            }
        } catch (InterruptedException e) {
            throw new CloudException(CloudException.Code.CUT);
        }
    }

    void begin() {
        active++;
    }

    void end() {
        active--;
    }

    /** Carries bytes of a transfer that began when there were so many breaks. */
    void carry(double bytes, int breaksBefore) throws IOException {
        double left = bytes;
        try {
            while (left > 0) {
                if (state == State.BLACK_HOLE) {
                    Fiber.sleep(STALL);
                    throw new Broken(CloudException.Code.TIMEOUT);
                }
                if (breaks != breaksBefore) {
                    throw new Broken(CloudException.Code.CUT);
                }
                double rate = bytesPerSecond * (1 - loss * chance.nextDouble() * 2) / Math.max(1, active);
                double seconds = Math.min(STEP_SECONDS, left / rate);
                Fiber.sleep(Duration.ofNanos((long) (seconds * 1e9)));
                left -= seconds * rate * 1.000001;
            }
        } catch (InterruptedException e) {
            throw new Broken(CloudException.Code.CUT);
        }
    }
}
