package io.rushline.uploader.api;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much all clips together may use of the links at which time of the week, by the appliance's clock and time zone. Immutable.
 *
 * @param bitsPerSecond where no rule holds; 0: no limit
 * @param timetable     the first rule that holds counts
 */
public record Bandwidth(long bitsPerSecond, List<Rule> timetable) {

    public static final Bandwidth UNLIMITED = new Bandwidth(0, List.of());
    /** Bit/s. Below this, no part would ever arrive. */
    public static final long LEAST = 16_000;
    /** Bit/s; more is a mistake in the unit. */
    public static final long MOST = 1_000_000_000_000L;

    /** @throws IllegalArgumentException for a limit that cannot be used */
    public Bandwidth {
        timetable = List.copyOf(timetable);
        usable(bitsPerSecond);
    }

    /** In bit/s, at a time of the appliance's clock; 0: no limit. */
    public long at(LocalDateTime local) {
        return timetable.stream().filter(rule -> rule.holds(local)).findFirst().map(Rule::bitsPerSecond).orElse(bitsPerSecond);
    }

    private static void usable(long limit) {
        if (limit != 0 && (limit < LEAST || limit > MOST)) {
            throw new IllegalArgumentException("a bandwidth limit is " + limit + " bit/s; it must be 0 (no limit) or " + LEAST + " to " + MOST);
        }
    }

    /**
     * A limit for times of the week.
     *
     * @param days          on which it begins, at least one; a rule over midnight ends on the next
     * @param from          included, a whole minute
     * @param to            not included, a whole minute; not after {@code from}: on the next day
     * @param bitsPerSecond 0: no limit
     */
    public record Rule(Set<DayOfWeek> days, LocalTime from, LocalTime to, long bitsPerSecond) {

        private static final Pattern DAYS = Pattern.compile("([A-Za-z]{3})(?:-([A-Za-z]{3}))?");
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm").withResolverStyle(ResolverStyle.STRICT);
        private static final String NO_DAYS = "a line of the timetable has no day of the week";
        private static final String END_OF_DAY = "24:00";

        /** @throws IllegalArgumentException for no day, or a limit that cannot be used */
        public Rule {
            if (days.isEmpty()) {
                throw new IllegalArgumentException(NO_DAYS);
            }
            days = Collections.unmodifiableSet(EnumSet.copyOf(days));
            from = from.truncatedTo(ChronoUnit.MINUTES);
            to = to.truncatedTo(ChronoUnit.MINUTES);
            usable(bitsPerSecond);
        }

        /**
         * As people write it.
         *
         * @param days {@code Mon-Fri}, {@code Sat,Sun}
         * @param from {@code 08:00}
         * @param to   as {@code from}, or {@code 24:00}
         * @throws IllegalArgumentException saying what cannot be used
         */
        public static Rule of(String days, String from, String to, long bitsPerSecond) {
            if (days.isBlank()) {
                throw new IllegalArgumentException(NO_DAYS);
            }
            Set<DayOfWeek> named = EnumSet.noneOf(DayOfWeek.class);
            for (String some : days.split(",")) {
                Matcher range = DAYS.matcher(some.strip());
                if (!range.matches()) {
                    throw noDay(some);
                }
                DayOfWeek last = day(range.group(2) == null ? range.group(1) : range.group(2));
                for (DayOfWeek day = day(range.group(1)); day != last; day = day.plus(1)) {
                    named.add(day);
                }
                named.add(last);
            }
            return new Rule(named, time(from), END_OF_DAY.equals(to) ? LocalTime.MIDNIGHT : time(to), bitsPerSecond);
        }

        /** {@code Mon,Tue}, from Monday on. */
        public String daysInShort() {
            return days.stream().map(day -> day.name().charAt(0) + day.name().substring(1, 3).toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
        }

        boolean holds(LocalDateTime at) {
            LocalTime time = at.toLocalTime();
            boolean begun = !time.isBefore(from) && days.contains(at.getDayOfWeek());
            return from.isBefore(to) ? begun && time.isBefore(to) : begun || time.isBefore(to) && days.contains(at.getDayOfWeek().minus(1));
        }

        private static DayOfWeek day(String name) {
            return Stream.of(DayOfWeek.values()).filter(day -> day.name().startsWith(name.toUpperCase(Locale.ROOT))).findFirst().orElseThrow(() -> noDay(name));
        }

        private static LocalTime time(String time) {
            try {
                return LocalTime.parse(time, TIME);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(time + " is no time of the day; it must look like \"08:00\"", e);
            }
        }

        private static IllegalArgumentException noDay(String name) {
            return new IllegalArgumentException(name + " is no day of the week; days must look like \"Mon-Fri\" or \"Sat,Sun\"");
        }
    }
}
