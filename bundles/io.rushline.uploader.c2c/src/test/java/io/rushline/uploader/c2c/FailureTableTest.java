package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.AuthException;
import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.CloudException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class FailureTableTest {

    private final FailureTable table = new FailureTable(Clock.fixed(Instant.parse("2026-05-01T12:00:00Z"), ZoneOffset.UTC));

    private Kind call(int status) {
        return table.ofCall(new Answer(status, Map.of(), ""), "").kind();
    }

    private Kind upload(int status, String code) {
        return table.ofUpload(new Answer(status, Map.of(), "<Error><Code>" + code + "</Code><Message>m</Message></Error>")).kind();
    }

    @Test
    public void eachExceptionHasItsKind() {
        for (CloudException.Code code : CloudException.Code.values()) {
            Kind expected = switch (code) {
                case NAME_UNKNOWN, UNREACHABLE, TIMEOUT, CUT -> Kind.NETWORK;
                case UNTRUSTED, CLOCK, WRONG_HOST -> Kind.INTERCEPTED;
                case PORTAL -> Kind.PORTAL;
                case BAD_ANSWER, BAD_ADDRESS -> Kind.PASSING;
                case BODY -> Kind.UNREADABLE;
            };
            assertEquals(code.name(), expected, table.of(new CloudException(code)).kind());
        }
        for (AuthException.Code code : AuthException.Code.values()) {
            assertEquals(code.name(), Kind.TOKEN, table.of(new AuthException(code)).kind());
        }
        assertEquals(Kind.BUG, table.of(new IllegalStateException()).kind());
    }

    @Test
    public void eachAnswerOfTheApiHasItsKind() {
        for (int status : new int[] {408, 425, 429, 500, 502, 503, 504}) {
            assertEquals(Kind.PASSING, call(status));
        }
        for (int status : new int[] {400, 404, 409, 413, 415, 422}) {
            assertEquals(Kind.FINAL, call(status));
        }
        assertEquals(Kind.TOKEN, call(401));
        assertEquals(Kind.PORTAL, call(302));
        assertEquals("channel.paused", table.ofCall(new Answer(409, Map.of(), ""), "Channel Paused").reason().code());
    }

    @Test
    public void eachAnswerOfTheStorageHasItsKind() {
        for (String code : new String[] {"RequestTimeout", "SlowDown", "InternalError", "ServiceUnavailable", "OperationAborted", "BadDigest", "IncompleteBody"}) {
            assertEquals(code, Kind.PASSING, upload(400, code));
        }
        for (String code : new String[] {"AccessDenied", "ExpiredToken", "NoSuchUpload"}) {
            assertEquals(code, Kind.ASSET_GONE, upload(400, code));
        }
        for (String code : new String[] {"SignatureDoesNotMatch", "EntityTooSmall", "EntityTooLarge", "InvalidPart"}) {
            assertEquals(code, Kind.OUR_FAULT, upload(403, code));
        }
        assertEquals(Kind.CLOCK, upload(403, "RequestTimeTooSkewed"));
        assertEquals(Kind.FINAL, upload(400, "SomethingNew"));
        assertEquals(Kind.PASSING, upload(503, "SomethingNew"));
        assertEquals("no 200, no acknowledgement", Kind.PASSING, table.ofUpload(new Answer(202, Map.of(), "")).kind());
    }

    @Test
    public void aRefusalThatIsNotTheStoragesOwnCostsNothingThatHasArrived() {
        for (int status : new int[] {401, 403, 404, 410}) {
            assertEquals(Kind.PORTAL, table.ofUpload(new Answer(status, Map.of(), "")).kind());
            assertEquals(Kind.PORTAL, table.ofUpload(new Answer(status, Map.of("content-type", "text/html"), "<html><p>Blocked</html>")).kind());
            assertEquals(Kind.PORTAL, table.ofCall(new Answer(status, Map.of("content-type", "text/html"), "<html></html>"), "").kind());
        }
    }

    @Test
    public void aProxyThatWantsASignInIsAPortal() {
        for (int status : new int[] {407, 511}) {
            assertEquals(Kind.PORTAL, call(status));
            assertEquals(Kind.PORTAL, table.ofUpload(new Answer(status, Map.of(), "")).kind());
        }
    }

    @Test
    public void whatTellsOfTooMuchUnderWayIsMarkedSo() {
        for (String code : new String[] {"RequestTimeout", "SlowDown", "InternalError", "AccessDenied"}) {
            Failure failure = table.ofUpload(new Answer(400, Map.of(), "<Error><Code>" + code + "</Code></Error>"));
            assertEquals(code, code.equals("RequestTimeout") || code.equals("SlowDown"), failure.tooMuch());
        }
        for (CloudException.Code code : CloudException.Code.values()) {
            assertEquals(code.name(), code == CloudException.Code.TIMEOUT || code == CloudException.Code.CUT, table.of(new CloudException(code)).tooMuch());
        }
    }

    @Test
    public void retryAfterComesAsSecondsOrDateAndStaysWithinAnHour() {
        assertEquals(Optional.of(Duration.ofSeconds(7)), retryAfter("7"));
        assertEquals(Optional.of(Duration.ofSeconds(90)), retryAfter("Fri, 1 May 2026 12:01:30 GMT"));
        assertEquals(Optional.of(Duration.ZERO), retryAfter("Fri, 1 May 2026 11:00:00 GMT"));
        assertEquals(Optional.of(Duration.ofHours(1)), retryAfter("999999999"));
        assertEquals(Optional.empty(), retryAfter("soon"));
        assertEquals(Optional.empty(), retryAfter("-5"));
        assertTrue(table.ofCall(new Answer(429, Map.of(), ""), "").pausesAllCalls());
        assertFalse(table.ofCall(new Answer(503, Map.of(), ""), "").pausesAllCalls());
    }

    private Optional<Duration> retryAfter(String value) {
        return table.ofCall(new Answer(503, Map.of("retry-after", value), ""), "").retryAfter();
    }
}
