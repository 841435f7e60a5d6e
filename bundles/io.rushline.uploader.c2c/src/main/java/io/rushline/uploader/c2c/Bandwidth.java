package io.rushline.uploader.c2c;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How much may be sent at which time of the week.
 *
 * @param bitsPerSecond where no rule holds; 0: no limit
 * @param timetable     the first rule that holds wins
 */
record Bandwidth(long bitsPerSecond, List<Rule> timetable) {

    static final Bandwidth UNLIMITED = new Bandwidth(0, List.of());
    /** Below this, no part would ever arrive. */
    private static final long LEAST = 16_000;
    private static final Pattern RULE = Pattern.compile("(\\S+)\\s+(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)\\s+(\\d{1,15})");
    private static final Pattern DAYS = Pattern.compile("([A-Za-z]{3})(?:-([A-Za-z]{3}))?");
    private static final int MINUTES_OF_DAY = 24 * 60;

    /**
     * One line of the timetable.
     *
     * @param days          on which it begins; a rule over midnight ends on the next
     * @param fromMinute    of the day
     * @param toMinute      of the day, not included; not after {@code fromMinute}: on the next day
     * @param bitsPerSecond 0: no limit
     */
    record Rule(Set<DayOfWeek> days, int fromMinute, int toMinute, long bitsPerSecond) {
        boolean holds(LocalDateTime at) {
            int minute = at.toLocalTime().toSecondOfDay() / 60;
            if (fromMinute < toMinute) {
                return days.contains(at.getDayOfWeek()) && minute >= fromMinute && minute < toMinute;
            }
            return minute >= fromMinute && days.contains(at.getDayOfWeek()) || minute < toMinute && days.contains(at.getDayOfWeek().minus(1));
        }
    }

    Bandwidth {
        timetable = List.copyOf(timetable);
        usable("bandwidthLimitBitsPerSecond", bitsPerSecond);
        timetable.forEach(rule -> usable("a limit in bandwidthTimetable", rule.bitsPerSecond));
    }

    /**
     * @param lines {@code Mon-Fri 08:00-18:00 5000000}, {@code Sat,Sun 22:00-06:00 0}
     * @throws IllegalArgumentException saying which line cannot be used, and why
     */
    static Bandwidth of(long bitsPerSecond, String... lines) {
        return new Bandwidth(bitsPerSecond, Stream.of(lines).map(String::strip).filter(line -> !line.isEmpty()).map(Bandwidth::rule).toList());
    }

    /** @param local by the appliance's clock and time zone */
    long at(LocalDateTime local) {
        return timetable.stream().filter(rule -> rule.holds(local)).findFirst().map(Rule::bitsPerSecond).orElse(bitsPerSecond);
    }

    private static Rule rule(String line) {
        Matcher rule = RULE.matcher(line);
        if (!rule.matches()) {
            throw wrong(line, "it must look like \"Mon-Fri 08:00-18:00 5000000\"");
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String some : rule.group(1).split(",")) {
            Matcher range = DAYS.matcher(some);
            if (!range.matches()) {
                throw wrong(line, some + " is no day of the week");
            }
            DayOfWeek last = day(line, range.group(2) == null ? range.group(1) : range.group(2));
            for (DayOfWeek day = day(line, range.group(1)); day != last; day = day.plus(1)) {
                days.add(day);
            }
            days.add(last);
        }
        return new Rule(days, minute(line, rule.group(2)), minute(line, rule.group(3)), Long.parseLong(rule.group(4)));
    }

    private static DayOfWeek day(String line, String name) {
        return Stream.of(DayOfWeek.values()).filter(day -> day.name().startsWith(name.toUpperCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> wrong(line, name + " is no day of the week"));
    }

    private static int minute(String line, String time) {
        int minute = Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3));
        if (Integer.parseInt(time.substring(3)) > 59 || minute > MINUTES_OF_DAY) {
            throw wrong(line, time + " is no time of the day");
        }
        return minute;
    }

    private static IllegalArgumentException wrong(String line, String why) {
        return new IllegalArgumentException("bandwidthTimetable has the line \"" + Words.of(line) + "\": " + why);
    }

    private static void usable(String setting, long limit) {
        if (limit != 0 && limit < LEAST) {
            throw new IllegalArgumentException(setting + " is " + limit + "; it must be 0 (no limit) or " + LEAST + " and more");
        }
    }
}
