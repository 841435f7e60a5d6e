package io.rushline.uploader.c2c;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongToDoubleFunction;

/**
 * A link and the parts that go over it, in virtual time: each connection carries what loss and round trip let it (Mathis et al. 1997), all together what
 * the link carries. What is written first fills a send buffer, as it does in a kernel.
 */
final class LinkModel {

    static final long SECOND = 1_000_000_000L;
    private static final long STEP = SECOND / 20;
    private static final double SEGMENT_BITS = 1460 * 8;
    private static final double SHARE_OF_RATE = 0.94;
    private static final double BUFFER_SECONDS = 0.5;

    final Parallelism parallelism;
    final Random chance;
    private final LongToDoubleFunction rate;
    private final double perConnection;
    private final long partBytes;
    private final List<Sent> parts = new ArrayList<>();
    long now;
    long acked;
    long sent;
    long wasted;
    int drops;
    int lostParts;
    int mostLostAtOnce;
    boolean up = true;
    /** So many parts are there to send. */
    int there = Integer.MAX_VALUE;
    /** In pieces of this size they are handed to the network. */
    long pieceBytes = 1;

    private static final class Sent {
        double written;
        double arrived;
        long startedAt;
    }

    /**
     * @param rate of the link in bit/s at a time, in nanoseconds
     * @param loss share of the packets; 0: each connection fills the link
     */
    LinkModel(Parallelism parallelism, long seed, LongToDoubleFunction rate, double roundTripSeconds, double loss, long partBytes) {
        this.parallelism = parallelism;
        this.chance = new Random(seed);
        this.rate = rate;
        this.perConnection = loss == 0 ? Double.MAX_VALUE : SEGMENT_BITS / roundTripSeconds * 1.22 / Math.sqrt(loss);
        this.partBytes = partBytes;
    }

    /** What n connections carry. */
    double carries(int n, long at) {
        return up ? Math.min(rate.applyAsDouble(at) * SHARE_OF_RATE, n * perConnection) : 0;
    }

    void runFor(long nanos) {
        for (long end = now + nanos; now < end; now += STEP) {
            step();
        }
    }

    /** All that is on its way breaks off. */
    void drop() {
        up = false;
        drops++;
        lostParts += parts.size();
        mostLostAtOnce = Math.max(mostLostAtOnce, parts.size());
        for (Sent part : List.copyOf(parts)) {
            lose(part);
            parallelism.loss(now);
        }
    }

    private void lose(Sent part) {
        wasted += (long) part.written;
        parts.remove(part);
    }

    private void step() {
        long goodBytes = sent - wasted;
        parallelism.look(now, parts.size(), goodBytes, parts.isEmpty() ? 0 : partBytes, false);
        for (int i = parallelism.tooMany(parts.size()); i > 0; i--) {
            lose(parts.get(parts.size() - 1));
        }
        while (up && parts.size() < Math.min(there, parallelism.now())) {
            Sent part = new Sent();
            part.startedAt = now;
            parts.add(part);
        }
        double noise = 1 + 0.1 * chance.nextGaussian();
        double each = parts.isEmpty() ? 0 : Math.max(0, noise) * carries(parts.size(), now) / parts.size() * STEP / SECOND / 8;
        for (Sent part : List.copyOf(parts)) {
            part.arrived = Math.min(partBytes, part.arrived + each);
            double before = part.written;
            double buffer = each * SECOND / STEP * BUFFER_SECONDS;
            double pieces = Math.ceil((part.arrived + buffer) / pieceBytes) * pieceBytes;
            part.written = Math.max(before, Math.min(partBytes, pieces));
            sent += (long) part.written - (long) before;
            if (part.arrived >= partBytes) {
                parts.remove(part);
                acked += partBytes;
                parallelism.arrived(now, partBytes, now - part.startedAt);
            }
        }
    }

    /** In bit/s, of what has left in vain or not. */
    double throughput(long nanos) {
        long before = sent - wasted;
        long begun = now;
        runFor(nanos);
        return (sent - wasted - before) * 8.0 * SECOND / (now - begun);
    }
}
