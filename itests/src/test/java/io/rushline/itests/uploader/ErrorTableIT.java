package io.rushline.itests.uploader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Sha256;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Each answer in the table of errors (protocol section 7), given by the cloud to an appliance, and what comes of the clip that gets it and of the next one. */
@RunWith(Parameterized.class)
public class ErrorTableIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long BYTES = 100_000;
    private static final Duration NAMED = Duration.ofSeconds(9);

    @ClassRule
    public static final Site SITE = new Site();

    /** What becomes of a clip. */
    private enum Then {
        /** It is tried again by itself and arrives: the same asset where the asset was there. */
        PASSES,
        /** The same, but not before the time the cloud has named; where it is for all, no other clip calls before that time either. */
        LATER,
        /** It is tried again with another token, and arrives. */
        RENEWED,
        /** It waits, says why and when it is tried again; once the cause is gone, it arrives. */
        WAITS,
        /** It gets a new asset and arrives; the old one is listed. */
        ANEW,
        /** It fails, and says why. */
        FAILS
    }

    /**
     * @param name   of the test
     * @param faults what the cloud does
     * @param reason code of the reason that the clip shows, where it comes to a stop
     */
    private record Row(String name, String faults, Then then, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final Row row;

    public ErrorTableIT(Row row) {
        this.row = row;
    }

    @Parameters(name = "{0}")
    public static List<Row> table() {
        List<Row> rows = new ArrayList<>();
        for (int code : new int[] {402, 408, 425, 429, 500, 502, 503, 504}) {
            rows.add(api(code, Then.PASSES, ""));
        }
        for (int code : new int[] {429, 503}) {
            rows.add(new Row("the API answers " + code + " and names a time", "{\"status\": [{\"path\": \"/v2/devices/assets\", \"code\": " + code
                    + ", \"retryAfterSeconds\": " + NAMED.toSeconds() + "}]}", Then.LATER, ""));
        }
        rows.add(api(403, Then.RENEWED, ""));
        for (int code : new int[] {400, 413, 415, 422}) {
            rows.add(api(code, Then.FAILS, "cloud.refused"));
        }
        // At first it may mean that the device is not known any more, which is no fault of the clip.
        rows.add(new Row("the API answers 404", status("/v2/devices/assets", 404, 4), Then.FAILS, "cloud.refused"));
        rows.add(api(409, Then.FAILS, "channel.paused"));
        for (int code : new int[] {408, 429, 500, 502, 503, 504}) {
            rows.add(new Row("an upload URL answers " + code, status("/upload/", code, 1), Then.PASSES, ""));
        }
        rows.add(bare(425, Then.PASSES, ""));
        for (int code : new int[] {411, 413}) {
            rows.add(bare(code, Then.FAILS, "upload.fault"));
        }
        for (String code : List.of("RequestTimeout", "SlowDown", "InternalError", "ServiceUnavailable", "OperationAborted", "BadDigest", "IncompleteBody")) {
            rows.add(s3(code, 1, Then.PASSES, ""));
        }
        rows.add(new Row("S3 says RequestTimeTooSkewed", "{\"clockSkewSeconds\": 4000}", Then.WAITS, "clock.wrong"));
        for (String code : List.of("AccessDenied", "ExpiredToken", "NoSuchUpload")) {
            rows.add(s3(code, 1, Then.ANEW, "asset.expired"));
        }
        rows.add(s3("NoSuchUpload", 2, Then.FAILS, "asset.expired"));
        for (String code : List.of("SignatureDoesNotMatch", "EntityTooSmall", "EntityTooLarge", "InvalidPart")) {
            rows.add(s3(code, 1, Then.FAILS, "upload.fault"));
        }
        return rows;
    }

    private static Row api(int code, Then then, String reason) {
        return new Row("the API answers " + code, status("/v2/devices/assets", code, 1), then, reason);
    }

    private static String status(String path, int code, int times) {
        return "{\"status\": [{\"path\": \"" + path + "\", \"code\": " + code + ", \"count\": " + times + "}]}";
    }

    /** Without a word of S3's. */
    private static Row bare(int code, Then then, String reason) {
        return new Row("an upload URL answers " + code, "{\"answer\": [{\"path\": \"/upload/\", \"status\": " + code + ", \"body\": \"no\", \"contentType\": \"text/plain\"}]}", then, reason);
    }

    private static Row s3(String code, int times, Then then, String reason) {
        String faults = "{\"s3\": {\"code\": \"" + code + "\", \"count\": " + times + (code.equals("AccessDenied") ? ", \"message\": \"Request has expired\"" : "") + "}}";
        return new Row("S3 says " + code + (times == 1 ? "" : " " + times + " times"), faults, then, reason);
    }

    @BeforeClass
    public static void pair() throws IOException {
        SITE.startAppliance();
        SITE.pair();
        SITE.awaitBound();
    }

    @After
    public void mend() {
        SITE.noFaults();
    }

    @Test
    public void isDealtWithAsTheTableSays() throws Exception {
        String name = row.name.replace(' ', '-') + ".mov";
        long caused = faultsCaused();
        Instant before = Instant.now();
        SITE.faults(row.faults);
        Path clip = SITE.add(name, BYTES);
        switch (row.then) {
            case PASSES -> {
                arrives(clip, 1);
                assertTrue("not at once, so that a cloud in trouble is not stormed", Duration.between(before, Instant.now()).toMillis() >= 1_000);
            }
            case LATER -> later(clip, caused, before.plus(NAMED));
            case RENEWED -> arrives(clip, 1);
            case WAITS -> waits(clip);
            case ANEW -> {
                arrives(clip, 2);
                assertTrue("listed", abandoned(name));
            }
            case FAILS -> fails(name);
        }
        assertTrue("the cloud did it", faultsCaused() > caused);
        SITE.noFaults();
        arrives(SITE.add("after-" + name, BYTES), 1);
    }

    private static void later(Path clip, long caused, Instant earliest) throws IOException {
        Await.until("the cloud has named a time", LIMIT, () -> faultsCaused() > caused);
        Path other = SITE.add("beside-" + clip.getFileName(), BYTES);
        arrives(clip, 1);
        assertFalse(createdAt(clip).isBefore(earliest));
        arrives(other, 1);
        if (clip.toString().contains("429")) {
            assertFalse("for all calls", createdAt(other).isBefore(earliest));
        }
    }

    private static Instant createdAt(Path clip) {
        return Instant.parse(SITE.assets(clip.getFileName().toString()).get(0).get("createdAt").asText());
    }

    private void waits(Path clip) throws IOException {
        JsonNode item = SITE.item(clip.getFileName().toString(), "RETRYING", LIMIT);
        assertEquals(row.reason, item.at("/reason/code").asText());
        Duration pause = Duration.between(Instant.now(), Instant.parse(item.get("retryAt").asText()));
        assertTrue("slowly: " + pause, pause.toSeconds() >= 20 && pause.toSeconds() <= 60);
        SITE.warns(row.reason);
        SITE.noFaults();
        SITE.retry(item);
        arrives(clip, 1);
        Await.until("the warning is taken back", LIMIT, () -> !SITE.warnings().contains(row.reason));
    }

    private void fails(String name) {
        JsonNode item = SITE.item(name, "FAILED", LIMIT);
        assertEquals(item.toString(), row.reason, item.at("/reason/code").asText());
        assertFalse("says what happened", item.at("/reason/what").asText().isEmpty());
        assertFalse("says what to do", item.at("/reason/todo").asText().isEmpty());
        assertTrue("no asset is complete", SITE.complete(name).isEmpty());
    }

    private static void arrives(Path clip, int assets) throws IOException {
        String name = clip.getFileName().toString();
        JsonNode item = SITE.item(name, "COMPLETED", LIMIT);
        List<JsonNode> all = SITE.assets(name);
        assertEquals("assets", assets, all.size());
        JsonNode complete = all.get(assets - 1);
        assertEquals(item.get("assetId"), complete.get("id"));
        assertEquals(Sha256.of(clip), complete.path("sha256").asText());
        assertEquals("no byte twice", 0, complete.get("bytesTwice").asLong());
    }

    private static boolean abandoned(String name) {
        return SITE.api().get("/api/v1/abandoned-assets").get("assets").findValuesAsText("name").contains(name);
    }

    private static long faultsCaused() {
        return SITE.cloud().get("/_sim/state").at("/counters/faultsCaused").asLong();
    }
}
