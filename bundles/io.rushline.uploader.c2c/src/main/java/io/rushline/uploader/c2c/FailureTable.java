package io.rushline.uploader.c2c;

import io.rushline.auth.api.AuthException;
import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.CloudException;
import io.rushline.queue.api.Reason;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What each answer and exception means: the table of protocol section 7, and nothing else decides it. Any thread. */
final class FailureTable {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    /** One line of the table. */
    private record Row(Kind kind, String code, String what, String todo) {
    }

    /** What says that more is under way than goes through. */
    private static final Set<String> TOO_MUCH = Set.of("RequestTimeout", "SlowDown");
    private static final Set<CloudException.Code> BROKEN_OFF = Set.of(CloudException.Code.TIMEOUT, CloudException.Code.CUT);

    private static final Row BUSY = new Row(Kind.PASSING, "cloud.busy", "The cloud is busy or has trouble of its own", "Nothing: it is tried again.");
    private static final Row TOKEN = new Row(Kind.TOKEN, "cloud.token", "The cloud does not accept the authorisation of this device",
            "Pair the device again if it stays so.");
    private static final Row REFUSED = new Row(Kind.FINAL, "cloud.refused", "The cloud refuses this clip",
            "Put right what the cloud says, then retry the clip.");
    private static final Row PAUSED = new Row(Kind.FINAL, "channel.paused", "The cloud does not want this clip: its channel was paused when it was made",
            "Retry it after the channel is resumed, if it is wanted.");
    private static final Row PORTAL = new Row(Kind.PORTAL, "network.portal", "Something on the way answered in place of the cloud",
            CloudException.Code.PORTAL.todo);
    private static final Row CLOCK = new Row(Kind.CLOCK, "clock.wrong", "The date and time of this device are too wrong for the cloud",
            "Set date and time.");
    private static final Row EXPIRED = new Row(Kind.ASSET_GONE, "asset.expired", "The upload URLs of this clip are no longer valid",
            "Retry the clip: it is sent again as a new asset.");
    private static final Row FAULT = new Row(Kind.OUR_FAULT, "upload.fault", "The cloud found a mistake in how this clip was sent",
            "Report it with a diagnosis.");
    private static final Row UNKNOWN = new Row(Kind.UNUSABLE, REFUSED.code, REFUSED.what, REFUSED.todo);
    private static final Row DEVICE_UNKNOWN = new Row(Kind.TOKEN, "cloud.device-unknown", "The cloud may not know this device any more",
            "Pair the device again if it stays so.");
    private static final Row ODD = new Row(Kind.UNUSABLE, "cloud.answer", "The cloud gave an answer that cannot be used",
            "Retry the clip; report it if it stays so.");

    private static final Map<CloudException.Code, Kind> EXCEPTIONS = Map.ofEntries(
            Map.entry(CloudException.Code.NAME_UNKNOWN, Kind.NETWORK),
            Map.entry(CloudException.Code.UNREACHABLE, Kind.NETWORK),
            Map.entry(CloudException.Code.TIMEOUT, Kind.NETWORK),
            Map.entry(CloudException.Code.CUT, Kind.NETWORK),
            Map.entry(CloudException.Code.UNTRUSTED, Kind.INTERCEPTED),
            Map.entry(CloudException.Code.CLOCK, Kind.INTERCEPTED),
            Map.entry(CloudException.Code.WRONG_HOST, Kind.INTERCEPTED),
            Map.entry(CloudException.Code.PORTAL, Kind.PORTAL),
            Map.entry(CloudException.Code.BAD_ANSWER, Kind.PASSING),
            Map.entry(CloudException.Code.BAD_ADDRESS, Kind.PASSING),
            Map.entry(CloudException.Code.BODY, Kind.UNREADABLE));

    /** Answers of the API; {@link #byClass} has the others. */
    private static final Map<Integer, Row> API = Map.ofEntries(
            Map.entry(401, TOKEN), Map.entry(403, TOKEN), Map.entry(402, BUSY), Map.entry(408, BUSY), Map.entry(425, BUSY), Map.entry(429, BUSY),
            Map.entry(407, PORTAL), Map.entry(511, PORTAL), Map.entry(409, PAUSED));

    /** Answers of an upload URL with a code that {@link #STORAGE} does not know. */
    private static final Map<Integer, Row> UPLOAD = Map.ofEntries(
            Map.entry(401, EXPIRED), Map.entry(403, EXPIRED), Map.entry(404, EXPIRED), Map.entry(410, EXPIRED),
            Map.entry(407, PORTAL), Map.entry(511, PORTAL),
            Map.entry(408, BUSY), Map.entry(425, BUSY), Map.entry(429, BUSY), Map.entry(411, FAULT), Map.entry(413, FAULT));

    /** Codes of S3. AccessDenied says "Request has expired" in words only, so that any is worth one new asset. */
    private static final Map<String, Row> STORAGE = Map.ofEntries(
            Map.entry("RequestTimeout", BUSY), Map.entry("SlowDown", BUSY), Map.entry("InternalError", BUSY), Map.entry("ServiceUnavailable", BUSY),
            Map.entry("OperationAborted", BUSY), Map.entry("BadDigest", BUSY), Map.entry("IncompleteBody", BUSY),
            Map.entry("RequestTimeTooSkewed", CLOCK),
            Map.entry("AccessDenied", EXPIRED), Map.entry("ExpiredToken", EXPIRED), Map.entry("NoSuchUpload", EXPIRED),
            Map.entry("SignatureDoesNotMatch", FAULT), Map.entry("EntityTooSmall", FAULT), Map.entry("EntityTooLarge", FAULT),
            Map.entry("InvalidPart", FAULT));

    private final Clock clock;

    FailureTable(Clock clock) {
        this.clock = clock;
    }

    /** @param said what the API says about it, in its own words; may be empty */
    Failure ofCall(Answer answer, String said) {
        Row row = page(answer) ? PORTAL : API.getOrDefault(answer.status(), byClass(answer.status(), ODD));
        return failure(row, answer, said, false);
    }

    /**
     * The cloud did not find what an asset was to be created in or from. It may be the device: that must not fail one clip after another, and the
     * connection needs a moment to notice.
     *
     * @param device something is wrong with the connection of this device
     */
    Failure ofUnknown(Answer answer, String said, boolean device) {
        return failure(device ? DEVICE_UNKNOWN : UNKNOWN, answer, said, false);
    }

    Failure ofUpload(Answer answer) {
        Optional<StorageError> error = StorageError.read(answer.body());
        // S3 always says why. A bare refusal is a proxy's: it must not cost what has arrived.
        boolean proxy = page(answer) || error.isEmpty() && UPLOAD.get(answer.status()) == EXPIRED;
        Row byStatus = proxy ? PORTAL : UPLOAD.getOrDefault(answer.status(), byClass(answer.status(), BUSY));
        Row row = error.map(e -> STORAGE.get(e.code())).orElse(byStatus);
        return failure(row, answer, error.map(e -> e.code() + ": " + e.message()).orElse(""), error.filter(e -> TOO_MUCH.contains(e.code())).isPresent());
    }

    /** An answer that came through but does not hold what it must. */
    Failure unusable(String why) {
        return Failure.of(ODD.kind, ODD.code, ODD.what + ": " + why + ".", ODD.todo);
    }

    Failure of(Throwable error) {
        if (error instanceof Failed failed) {
            return failed.failure();
        }
        if (error instanceof CloudException e) {
            Reason reason = new Reason(code(e.code()), e.getMessage(), e.code().todo);
            return new Failure(EXCEPTIONS.get(e.code()), reason, Optional.empty(), false, BROKEN_OFF.contains(e.code()));
        }
        if (error instanceof AuthException e) {
            return Failure.of(Kind.TOKEN, Words.code("auth", e.code()), e.code().what, e.code().todo);
        }
        return Failure.of(Kind.BUG, "uploader.bug", "The uploader hit a mistake of its own (" + error.getClass().getSimpleName() + ").",
                "Nothing: it is tried again. Report it with a diagnosis if it stays so.");
    }

    /** Codes of the reasons that another network may put an end to. */
    static List<String> networkCodes() {
        return Stream.of(CloudException.Code.values()).filter(code -> EXCEPTIONS.get(code).shared).map(FailureTable::code).toList();
    }

    private static String code(CloudException.Code code) {
        return Words.code("network", code);
    }

    /** A page for people in place of an answer for programs: a captive portal or proxy speaks. */
    static boolean page(Answer answer) {
        return answer.status() < 500 && answer.header("content-type").filter(t -> t.startsWith("text/html")).isPresent();
    }

    private static Row byClass(int status, Row success) {
        return switch (status / 100) {
            case 2 -> success;
            case 3 -> PORTAL;
            case 4 -> REFUSED;
            default -> BUSY;
        };
    }

    private Failure failure(Row row, Answer answer, String said, boolean tooMuch) {
        String words = Words.of(said);
        String what = row.what + " (" + answer.status() + (words.isEmpty() ? "" : ", " + words) + ").";
        Optional<Duration> after = row.kind == Kind.PASSING ? answer.header("retry-after").flatMap(this::retryAfter) : Optional.empty();
        return new Failure(row.kind, new Reason(row.code, what, row.todo), after, answer.status() == 429 || row.kind == Kind.TOKEN, tooMuch);
    }

    /** RFC 9110, 10.2.3: seconds or a date. */
    private Optional<Duration> retryAfter(String value) {
        Duration asked;
        try {
            asked = value.strip().matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(clock.instant(), ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
        if (asked.isNegative()) {
            return Optional.of(Duration.ZERO);
        }
        return Optional.of(asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked);
    }
}
