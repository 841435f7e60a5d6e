package io.rushline.simulator;

import static org.junit.Assert.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;

public class SigV4Test {

    /** Amazon S3 API reference, "Authenticating Requests: Using Query Parameters", the example of a presigned GET. */
    @Test
    public void thePresignedGetOfTheAwsDocumentationHasItsPublishedSignature() {
        TreeMap<String, String> query = new TreeMap<>(Map.of(
                "X-Amz-Algorithm", "AWS4-HMAC-SHA256",
                "X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
                "X-Amz-Date", "20130524T000000Z",
                "X-Amz-Expires", "86400",
                "X-Amz-SignedHeaders", "host"));
        String signature = SigV4.sign("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "GET", "/test.txt", query,
                new TreeMap<>(Map.of("host", "examplebucket.s3.amazonaws.com")));
        assertEquals("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404", signature);
    }
}
