package io.rushline.console.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rushline.uploader.api.Bandwidth;
import java.util.List;

/**
 * How much clips may use of the links, as it is answered and as it is asked for ({@code Bandwidth} in openapi.json).
 *
 * @param bitsPerSecond where no line of the timetable holds; null: no limit
 */
public record BandwidthView(@JsonProperty(required = true) Long bitsPerSecond, @JsonProperty(required = true) List<Line> timetable) {

    private static final int MOST_LINES = 50;

    /**
     * A line of the timetable ({@code BandwidthRule} in openapi.json).
     *
     * @param days          {@code Mon-Fri}, {@code Sat,Sun}
     * @param from          {@code 08:00}
     * @param to            as {@code from}, or {@code 24:00}
     * @param bitsPerSecond null: no limit
     */
    public record Line(@JsonProperty(required = true) String days, @JsonProperty(required = true) String from, @JsonProperty(required = true) String to,
            @JsonProperty(required = true) Long bitsPerSecond) {

        private Bandwidth.Rule rule() {
            if (days == null || from == null || to == null) {
                throw new IllegalArgumentException("a line of the timetable must have days, from and to");
            }
            return Bandwidth.Rule.of(days, from, to, number(bitsPerSecond));
        }
    }

    public static BandwidthView of(Bandwidth bandwidth) {
        return new BandwidthView(limit(bandwidth.bitsPerSecond()), bandwidth.timetable().stream()
                .map(rule -> new Line(rule.daysInShort(), rule.from().toString(), rule.to().toString(), limit(rule.bitsPerSecond()))).toList());
    }

    /** @throws IllegalArgumentException saying what cannot be used */
    public Bandwidth bandwidth() {
        if (timetable == null || timetable.size() > MOST_LINES || timetable.stream().anyMatch(line -> line == null)) {
            throw new IllegalArgumentException("timetable must be a list of up to " + MOST_LINES + " lines");
        }
        return new Bandwidth(number(bitsPerSecond), timetable.stream().map(Line::rule).toList());
    }

    private static Long limit(long bitsPerSecond) {
        return bitsPerSecond == 0 ? null : Long.valueOf(bitsPerSecond);
    }

    private static long number(Long bitsPerSecond) {
        if (bitsPerSecond != null && bitsPerSecond == 0) {
            throw new IllegalArgumentException("bitsPerSecond must not be 0; null: no limit");
        }
        return bitsPerSecond == null ? 0 : bitsPerSecond;
    }
}
