package io.rushline.fleet.hawkbit;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: what the server asks for (RFC 9110, 10.2.3), else full jitter. No clock, no sleep inside. */
final class Retry {

    private static final long FIRST_MILLIS = 5_000;
    private static final long MOST_MILLIS = 600_000;
    private static final int MOST_DOUBLINGS = 7;
    private static final Duration MOST_ASKED = Duration.ofHours(24);

    private Retry() {
    }

    /** @param tries how many in a row have failed, from 1 */
    static Duration delay(Optional<Duration> asked, int tries, RandomGenerator chance) {
        if (asked.isPresent()) {
            return asked.get().plusMillis(chance.nextLong(1_000));
        }
        long most = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(tries - 1, MOST_DOUBLINGS));
        return Duration.ofMillis(chance.nextLong(500, most + 1));
    }

    /** @param header seconds, or a date; anything else is as if it were not there */
    static Optional<Duration> after(Optional<String> header, Instant now) {
        return header.map(String::strip).flatMap(text -> text.matches("\\d{1,9}") ? Optional.of(Duration.ofSeconds(Long.parseLong(text))) : untilDate(text, now))
                .map(asked -> asked.isNegative() ? Duration.ZERO : asked.compareTo(MOST_ASKED) > 0 ? MOST_ASKED : asked);
    }

    private static Optional<Duration> untilDate(String text, Instant now) {
        try {
            return Optional.of(Duration.between(now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }
}
