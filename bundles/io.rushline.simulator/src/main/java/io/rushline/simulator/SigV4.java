package io.rushline.simulator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests in the query, as S3 does (Amazon S3, Authenticating Requests: Using Query Parameters, AWS Signature Version 4). Pure functions. */
final class SigV4 {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private SigV4() { }

    /**
     * @param path    as it stands in the request
     * @param query   decoded, all but {@code X-Amz-Signature}; holds {@code X-Amz-Date} and {@code X-Amz-Credential}
     * @param headers the signed ones, names in lower case
     * @return the value of {@code X-Amz-Signature}
     */
    static String sign(String secret, String method, String path, SortedMap<String, String> query, SortedMap<String, String> headers) {
        String credential = query.get("X-Amz-Credential");
        String scope = credential.substring(credential.indexOf('/') + 1);
        String lines = headers.entrySet().stream().map(header -> header.getKey() + ":" + header.getValue().strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        String canonical = String.join("\n", method, path, encode(query), lines, String.join(";", headers.keySet()), "UNSIGNED-PAYLOAD");
        String toSign = String.join("\n", ALGORITHM, query.get("X-Amz-Date"), scope, Digests.sha256(canonical));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String step : scope.split("/")) {
            key = hmac(key, step);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    /** Whether two signatures are equal, in a time that does not tell where they differ. */
    static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** A query string as it is signed. */
    static String encode(SortedMap<String, String> query) {
        return query.entrySet().stream().map(SigV4::encode).collect(Collectors.joining("&"));
    }

    private static String encode(Map.Entry<String, String> parameter) {
        return encode(parameter.getKey()) + "=" + encode(parameter.getValue());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~"); // RFC 3986
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
