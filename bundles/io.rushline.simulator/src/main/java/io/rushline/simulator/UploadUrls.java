package io.rushline.simulator;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes upload URLs and checks PUTs to them, as S3 does with presigned ones: file type and ACL are part of what is signed. */
final class UploadUrls {

    static final String ACL = "private";
    private static final String ACCESS_KEY = "RUSHLINESIMULATOR";
    private static final String REGION = "us-east-1";
    private static final String SIGNED_HEADERS = "content-type;host;x-amz-acl";
    private static final String SIGNATURE = "X-Amz-Signature";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String key;
    private final Faults faults;
    private final Clock clock;

    UploadUrls(String key, Faults faults, Clock clock) {
        this.key = key;
        this.faults = faults;
        this.clock = clock;
    }

    String url(String authority, String assetId, int part, String filetype) {
        String path = "/upload/" + assetId + "/" + part;
        String date = TIME.format(clock.instant());
        SortedMap<String, String> query = new TreeMap<>(Map.of(
                "X-Amz-Algorithm", SigV4.ALGORITHM,
                "X-Amz-Credential", ACCESS_KEY + "/" + date.substring(0, 8) + "/" + REGION + "/s3/aws4_request",
                "X-Amz-Date", date,
                "X-Amz-Expires", Long.toString(faults.urlLifetime().toSeconds()),
                "X-Amz-SignedHeaders", SIGNED_HEADERS));
        String signature = SigV4.sign(key, "PUT", path, query, signedHeaders(filetype, authority, ACL));
        return "https://" + authority + path + "?" + SigV4.encode(query) + "&" + SIGNATURE + "=" + signature;
    }

    /** Refuses what S3 would refuse, in the same words. */
    void check(Exchange put) throws Refusal {
        if (put.header("Authorization") != null) {
            throw Refusal.s3(400, "InvalidArgument", "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query "
                    + "string parameter or the Authorization header should be specified");
        }
        SortedMap<String, String> query = put.query();
        String signature = query.remove(SIGNATURE);
        if (signature == null || !SigV4.ALGORITHM.equals(query.get("X-Amz-Algorithm")) || !query.getOrDefault("X-Amz-Credential", "").contains("/")) {
            throw Refusal.s3(403, "AccessDenied", "Access Denied");
        }
        checkTime(query);
        String expected = SigV4.sign(key, "PUT", put.request().getHttpURI().getPath(), query,
                signedHeaders(put.header("Content-Type"), put.authority(), put.header("x-amz-acl")));
        if (!SIGNED_HEADERS.equals(query.get("X-Amz-SignedHeaders")) || !SigV4.equal(expected, signature)) {
            throw Refusal.s3(403, "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
        }
    }

    private void checkTime(SortedMap<String, String> query) throws Refusal {
        try {
            Instant signed = TIME.parse(query.getOrDefault("X-Amz-Date", ""), Instant::from);
            Instant end = signed.plusSeconds(Long.parseLong(query.getOrDefault("X-Amz-Expires", "")));
            if (!clock.instant().isBefore(end)) {
                throw Refusal.s3(403, "AccessDenied", "Request has expired");
            }
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw Refusal.s3(403, "AccessDenied", "X-Amz-Date must be in the ISO8601 Long Format and X-Amz-Expires a number of seconds");
        }
    }

    private static SortedMap<String, String> signedHeaders(String contentType, String host, String acl) {
        return new TreeMap<>(Map.of("content-type", contentType == null ? "" : contentType, "host", host, "x-amz-acl", acl == null ? "" : acl));
    }
}
