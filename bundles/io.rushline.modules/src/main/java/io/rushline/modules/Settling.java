package io.rushline.modules;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Judges a set on trial: good when all has been good for the settling time without a break; not good when something stays bad longer than it may, or when nothing is
 * good in time. One thread; times are of a clock that nobody sets.
 */
final class Settling {

    /** Beyond the settling time, for all to become good for the first time. */
    static final Duration LATEST = Duration.ofSeconds(60);

    /** What is to be done; {@code detail} says why with {@link Kind#GO_BACK}. */
    record Verdict(Kind kind, String detail) {

        enum Kind {
            WAIT, KEEP, GO_BACK
        }
    }

    private static final Verdict WAIT = new Verdict(Verdict.Kind.WAIT, "");

    private final Duration settle;
    private final Duration bad;
    private final Duration began;
    private final Map<String, Duration> since = new HashMap<>();
    private Optional<Duration> goodSince = Optional.empty();

    /**
     * @param settle how long all has to be good
     * @param bad    how long a bad answer has to last to count
     */
    Settling(Duration settle, Duration bad, Duration now) {
        this.settle = settle;
        this.bad = bad;
        this.began = now;
    }

    /** @param findings all that is not good now */
    Verdict look(List<Finding> findings, Duration now) {
        since.keySet().retainAll(findings.stream().map(Finding::key).collect(Collectors.toSet()));
        if (findings.isEmpty()) {
            goodSince = Optional.of(goodSince.orElse(now));
            return now.minus(goodSince.get()).compareTo(settle) >= 0 ? new Verdict(Verdict.Kind.KEEP, "") : WAIT;
        }
        for (Finding finding : findings) {
            Duration lasts = now.minus(since.computeIfAbsent(finding.key(), key -> now));
            if (finding.weight() == Finding.Weight.NOT_YET) {
                goodSince = Optional.empty();
            } else if (lasts.compareTo(finding.weight().patience.orElse(bad)) >= 0) {
                return new Verdict(Verdict.Kind.GO_BACK, finding.text());
            }
        }
        boolean late = goodSince.isEmpty() && now.minus(began).compareTo(settle.plus(LATEST)) >= 0;
        return late ? new Verdict(Verdict.Kind.GO_BACK, findings.get(0).text()) : WAIT;
    }
}
