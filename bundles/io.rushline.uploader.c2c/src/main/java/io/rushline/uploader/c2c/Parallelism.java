package io.rushline.uploader.c2c;

import java.time.Duration;

/**
 * How many parts are sent at a time: searches for the fewest that use the link. It begins with four, and quadruples every two seconds while that gives
 * much more. Then it tries a few more or a few less now and then, since links change; where transfers break off or time out, it halves. On a slow link many
 * in parallel only make each part take longer, so that more is lost when the link drops: it is left to one after some seconds, and where parts take
 * {@link #LONG_PART} more have to give much more.
 * No clock inside; engine's thread only, but for {@link #now()}.
 */
final class Parallelism {

    /** A part should arrive within this time, if it can. */
    static final Duration LONG_PART = Duration.ofSeconds(60);
    /** So long that those which a trial began are cut, and not left to end. */
    private static final Duration TOO_LONG_PART = Duration.ofSeconds(120);
    /** What it begins with. */
    private static final int FIRST = 4;
    /** In bit/s: on what is slower, fewer parts are sent where they would take long. */
    private static final double SLOW_LINK = 2e6;
    private static final long SECOND = 1_000_000_000L;
    /** After a change the send buffers fill or drain first. */
    private static final long SETTLE = SECOND * 3 / 2;
    /** The first connections have to be made and to come up to speed. */
    private static final long FIRST_SETTLE = 2 * SECOND;
    private static final long MEASURE = 3 * SECOND;
    /** While it grows at the beginning, where so many bytes leave in such a time. */
    private static final long SHORT_SETTLE = SECOND;
    private static final long SHORT_MEASURE = SECOND;
    private static final long FEW_BYTES = 256 << 10;
    /** Fewer say nothing of a link but that it stood still. */
    private static final long LEAST_BYTES = 64 << 10;
    /** Bytes leave in bursts: by few of them a slow link seems to swing. */
    private static final long ENOUGH_BYTES = 1 << 20;
    private static final long LONGEST_MEASURE = 30 * SECOND;
    /** Where a trial finds less to begin for so long, what it has begun is judged. */
    private static final long UNFILLED = 6 * SECOND;
    private static final long STALE = 60 * SECOND;
    private static final long SHORT_HOLD = 15 * SECOND;
    private static final long LONG_HOLD = 80 * SECOND;
    /** Losses closer to each other than this are one. */
    private static final long ONE_LOSS = 10 * SECOND;
    private static final long LESS_MEMORY = 5 * SECOND;
    /** No trial that makes parts slow for so long after a loss: the link may drop again. */
    private static final long AFTER_LOSS = 120 * SECOND;
    private static final long SLOW_REST = 150 * SECOND;
    private static final long LONGEST_SLOW_REST = 1_200 * SECOND;
    /** Growing is worth it from here on; doubling and quadrupling have to give more. */
    private static final double GAIN = 1.05;
    private static final double DOUBLING_GAIN = 1.2;
    private static final double QUADRUPLING_GAIN = 1.5;
    /** Four times as many that give this much let two times as many be kept. */
    private static final double HALF_OF_IT_GAIN = 1.3;
    /** Fewer are as good while they give this much. */
    private static final double AS_GOOD = 0.97;
    private static final double SWING = 0.25;
    private static final double SLOW_SWING = 1.5;
    /** A link that gives so little of what it gave is another one. */
    private static final double COLLAPSE = 0.2;
    /** Where parts are slow, twice as many have to give this much more. */
    private static final double WORTH_SLOWER = 0.5;
    /** Most of the time all places must have been taken, and no more, or a measurement says nothing. */
    private static final double FILLED = 0.8;
    private static final double OVERFULL = 0.25;

    private enum Phase { FIRST, HOLD, TRIAL }

    private int least;
    private int most;
    private volatile int now;
    private Phase phase = Phase.FIRST;
    /** Growing at the beginning, in short steps. */
    private boolean ramp = true;
    /** How many times as many are tried next, where more are; 1: a few. */
    private int factor = 4;
    private boolean up = true;
    private int from;
    private double base;
    private boolean slowTrial;
    private long trialAt;
    private long hold = SHORT_HOLD;
    private long slowTrialAt;
    /** What the link gave when a slow trial was last in vain. */
    private double slowBase;
    private long slowRest = SLOW_REST;
    private long lossAt = -AFTER_LOSS;
    private long swungAt = -STALE;
    private long lessMemoryAt = -LESS_MEMORY;
    private boolean memoryTight;
    private int tooMany;
    private long partBits = 1;

    private boolean open;
    private long opensAt;
    private long openedAt;
    private long openedWith;
    private double area;
    private long lastLook;
    private int lastUsed;

    Parallelism(int least, int most) {
        this.least = least;
        this.most = most;
        now = within(FIRST);
    }

    void bounds(int fewest, int highest, long at) {
        if (fewest != least || highest != most) {
            least = fewest;
            most = highest;
            to(within(now), at);
            if (phase != Phase.FIRST) {
                rest(at, true);
                endRamp(2);
                tryNext(at);
            }
        }
    }

    /** Any thread. */
    int now() {
        return now;
    }

    /**
     * How many of the youngest transfers should be stopped, since a trial made all of them slow; asked once.
     *
     * @param moving how many there are: where a trial found nothing to begin, there is nothing to stop
     */
    int tooMany(int moving) {
        int answer = Math.min(tooMany, Math.max(0, moving - now));
        tooMany = 0;
        return answer;
    }

    /** When to look again. */
    long wakeAt() {
        return open ? Math.max(openedAt + leastMeasure(), lastLook + leastMeasure() / 3) : opensAt;
    }

    /**
     * After each event.
     *
     * @param used      how many parts are on their way
     * @param goodBytes that were sent since the start, without those in vain
     * @param partBytes how large the parts on their way are; 0 where there is none
     */
    void look(long at, int used, long goodBytes, long partBytes, boolean tight) {
        if (phase == Phase.FIRST && lastUsed == 0 && used > 0) {
            settle(at);
        }
        area += (double) lastUsed * (at - lastLook);
        lastLook = at;
        lastUsed = used;
        memoryTight = tight;
        if (partBytes > 0) {
            partBits = partBytes * 8;
        }
        if (tight && now > least && at - lessMemoryAt >= LESS_MEMORY) {
            lessMemoryAt = at;
            to(now - 1, at);
        }
        if (open && at >= openedAt + leastMeasure() && enough(at, goodBytes - openedWith)) {
            double nanos = at - openedAt;
            double filled = area / nanos;
            boolean known = phase == Phase.TRIAL || goodBytes - openedWith >= LEAST_BYTES;
            boolean says = known && nanos < LONGEST_MEASURE + 2 * MEASURE;
            double rate = Math.max(1, (goodBytes - openedWith) * 8.0 * SECOND / nanos);
            open = false;
            if (says && filled >= FILLED * now) {
                judge(rate, filled - now > OVERFULL * (from - now), at);
            } else if (says && phase == Phase.TRIAL && up && at - trialAt > UNFILLED && Math.round(filled) > from) {
                now = (int) Math.round(filled);
                judge(rate, false, at);
            } else if (phase == Phase.TRIAL && up && at - trialAt > STALE) {
                slowTrial = false;
                reject(base, at);
            }
        }
        if (!open && at >= opensAt) {
            open = true;
            openedAt = at;
            openedWith = goodBytes;
            area = 0;
        }
    }

    private long leastMeasure() {
        return ramp ? SHORT_MEASURE : MEASURE;
    }

    private boolean enough(long at, long bytes) {
        long wanted = ramp ? FEW_BYTES : phase == Phase.HOLD ? ENOUGH_BYTES : 0;
        return bytes >= wanted || at >= openedAt + (phase == Phase.TRIAL ? MEASURE : LONGEST_MEASURE);
    }

    /** A part has arrived: the first one may tell what the link gives before that is measured. */
    void arrived(long at, long partBytes, long tookNanos) {
        if (phase == Phase.FIRST && partBytes >= ENOUGH_BYTES) {
            partBits = partBytes * 8;
            double rate = Math.max(1, Math.min(lastUsed, now)) * (double) partBits * SECOND / Math.max(1, tookNanos);
            if (!first(rate, at)) {
                to(fitting(rate), at);
            }
        }
    }

    /** Transfers broke off or timed out, or the storage had to wait too long for bytes. */
    void loss(long at) {
        if (at - lossAt < ONE_LOSS) {
            return;
        }
        lossAt = at;
        endRamp(2);
        to(Math.max(least, now / 2), at);
        rest(at, true);
    }

    /** The link is another one. */
    void begin(long at) {
        phase = Phase.FIRST;
        ramp = true;
        factor = 4;
        now = within(FIRST);
        tooMany = 0;
        lastUsed = 0;
        rest(at, true);
    }

    /** @return so many are not too many for the link */
    private boolean first(double rate, long at) {
        phase = Phase.HOLD;
        tryNext(at);
        factor = rate < SLOW_LINK ? 2 : 4;
        return rate >= SLOW_LINK || !tooLong(now, rate);
    }

    /** So many parts arrive in time. */
    private int fitting(double rate) {
        return within((int) (rate * LONG_PART.toSeconds() / partBits));
    }

    /** @param overfull parts that began before there were to be fewer are still on their way */
    private void judge(double rate, boolean overfull, long at) {
        switch (phase) {
            case FIRST -> {
                if (first(rate, at)) {
                    base = rate;
                    trial(at);
                } else {
                    slowTrial = true; // little has left as yet
                    back(fitting(rate), rate, at);
                }
            }
            case HOLD -> hold(rate, at);
            case TRIAL -> {
                if (!up && overfull && fewerDo(rate)) {
                    return;
                }
                if (up ? growthPays(rate) : fewerDo(rate)) {
                    base = rate;
                    slowRest = SLOW_REST;
                    hold = SHORT_HOLD;
                    trial(at);
                } else if (up && now > 2 * from && rate >= base * HALF_OF_IT_GAIN) {
                    twice(rate, at);
                } else {
                    reject(rate, at);
                }
            }
        }
    }

    private boolean growthPays(double rate) {
        double more = (double) now / from - 1;
        double needed = partSeconds(now, rate) > LONG_PART.toSeconds() ? 1 + WORTH_SLOWER * more
                : now > 2 * from ? QUADRUPLING_GAIN : factor > 1 ? DOUBLING_GAIN : GAIN;
        return rate >= base * needed;
    }

    private boolean fewerDo(double rate) {
        return rate >= base * AS_GOOD;
    }

    /** Four times as many were too many. */
    private void twice(double rate, long at) {
        back(within(2 * from), rate, at);
        rest(at, true);
        endRamp(1);
    }

    private void back(int next, double rate, long at) {
        boolean another = rate < base * COLLAPSE;
        tooMany = slowTrial && !another && tooLong(now, rate) ? now - next : 0;
        to(next, at);
    }

    private void reject(double rate, long at) {
        if (up && slowTrial) {
            slowBase = base;
            slowTrialAt = at + slowRest;
            slowRest = Math.min(2 * slowRest, LONGEST_SLOW_REST);
        }
        back(from, rate, at);
        rest(at, false);
        // What doubling was too much for, a step may do.
        up = factor > 1 == up;
        endRamp(1);
    }

    private void hold(double rate, long at) {
        if (rate < base * COLLAPSE) {
            base = 0;
            ramp = false;
            factor = 2;
            up = true;
            tryNext(at);
            // A third of what it seems: what was on its way goes on.
            to(within(Math.min(FIRST, fitting(rate / 3))), at);
            return;
        }
        boolean swung = base > 0 && Math.abs(rate / base - 1) > SWING;
        if (swung) {
            // While a link swings, what fewer give cannot be told from what it gives; more do no harm.
            swungAt = at;
            up = true;
            factor = rate > base ? 2 : 1;
            slowTrialAt = rate > slowBase * SLOW_SWING ? at : slowTrialAt;
        }
        base = base == 0 || swung ? rate : (base + rate) / 2;
        if (swung || at >= trialAt) {
            trial(at);
        }
    }

    private void trial(long at) {
        from = now;
        trialAt = at;
        int next = within(!up ? now - Math.max(1, now / 8) : factor > 1 ? factor * now : now + Math.max(1, now / 4));
        slowTrial = up && partSeconds(next, base) > LONG_PART.toSeconds();
        boolean unwise = !up && at - swungAt < STALE || up && (memoryTight || lastUsed > now) || slowTrial && (at < slowTrialAt || at - lossAt < AFTER_LOSS);
        if (next == now || unwise) {
            rest(at, false);
            up = !up;
            endRamp(1);
            return;
        }
        phase = Phase.TRIAL;
        to(next, at);
    }

    private void rest(long at, boolean anew) {
        phase = phase == Phase.FIRST ? phase : Phase.HOLD;
        hold = anew ? SHORT_HOLD : Math.min(LONG_HOLD, hold * 3 / 2);
        trialAt = at + hold;
        if (anew) {
            up = true;
            base = 0;
        }
        settle(at);
    }

    /** @param most so many times as many are tried from now on, at most */
    private void endRamp(int most) {
        ramp = false;
        factor = Math.min(factor, most);
    }

    /** The next measurement is followed by a trial, however slow it makes parts. */
    private void tryNext(long at) {
        trialAt = at;
        slowTrialAt = at;
    }

    private void to(int next, long at) {
        now = next;
        settle(at);
    }

    private void settle(long at) {
        open = false;
        opensAt = at + (phase == Phase.FIRST ? FIRST_SETTLE : ramp ? SHORT_SETTLE : SETTLE);
    }

    private boolean tooLong(int parallel, double rate) {
        return partSeconds(parallel, rate) > (rate < SLOW_LINK ? LONG_PART : TOO_LONG_PART).toSeconds();
    }

    private double partSeconds(int parallel, double rate) {
        return parallel * (double) partBits / rate;
    }

    private int within(int wanted) {
        return Math.max(least, Math.min(most, wanted));
    }
}
