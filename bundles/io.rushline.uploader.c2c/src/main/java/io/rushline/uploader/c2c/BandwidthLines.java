package io.rushline.uploader.c2c;

import io.rushline.uploader.api.Bandwidth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A timetable of bandwidth limits as lines of a setting: {@code Mon-Fri 08:00-18:00 5000000}, {@code Sat,Sun 22:00-06:00 0}. */
final class BandwidthLines {

    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)\\s+(\\d{1,15})");

    private BandwidthLines() {
    }

    /** @throws IllegalArgumentException saying which line cannot be used, and why */
    static Bandwidth parse(long bitsPerSecond, String... lines) {
        return new Bandwidth(bitsPerSecond, Stream.of(lines).map(String::strip).filter(line -> !line.isEmpty()).map(BandwidthLines::rule).toList());
    }

    static String[] of(Bandwidth bandwidth) {
        return bandwidth.timetable().stream().map(rule -> rule.daysInShort() + " " + rule.from() + "-" + rule.to() + " " + rule.bitsPerSecond())
                .toArray(String[]::new);
    }

    private static Bandwidth.Rule rule(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw wrong(line, "it must look like \"Mon-Fri 08:00-18:00 5000000\"");
        }
        try {
            return Bandwidth.Rule.of(parts.group(1), parts.group(2), parts.group(3), Long.parseLong(parts.group(4)));
        } catch (IllegalArgumentException e) {
            throw wrong(line, e.getMessage());
        }
    }

    private static IllegalArgumentException wrong(String line, String why) {
        return new IllegalArgumentException("bandwidthTimetable has the line \"" + Words.of(line) + "\": " + why);
    }
}
