package io.rushline.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How the cloud has been told to misbehave; null leaves it as the protocol says.
 *
 * @param latencyMillis        before each answer of the simulated surfaces
 * @param bytesPerSecond       shared by all PUTs
 * @param status               errors in place of the right answers
 * @param answers              anything at all in place of the right answers
 * @param s3                   refused PUTs
 * @param drop                 PUTs that are cut off
 * @param urlSeconds           lifetime of upload URLs issued from now on
 * @param accessTokenSeconds   the same of access tokens
 * @param refreshTokenSeconds  the same of refresh tokens
 * @param clockSkewSeconds     how far the cloud's clock is ahead of ours
 * @param socketOff            there is no live socket
 * @param socketSilenceSeconds after which a socket is dropped
 */
record FaultPlan(Long latencyMillis, Long bytesPerSecond, List<StatusFault> status, List<RawAnswer> answers, S3Fault s3, Drop drop, Long urlSeconds,
        Long accessTokenSeconds, Long refreshTokenSeconds, Long clockSkewSeconds, Boolean socketOff, Long socketSilenceSeconds) {

    static final FaultPlan NONE = new FaultPlan(null, null, List.of(), List.of(), null, null, null, null, null, null, null, null);

    private static final long COUNTS = Integer.MAX_VALUE;
    private static final long YEARS = 1L << 31;
    private static final Map<String, Integer> S3_STATUS = Map.ofEntries(Map.entry("AccessDenied", 403), Map.entry("NoSuchUpload", 404),
            Map.entry("InternalError", 500), Map.entry("OperationAborted", 409), Map.entry("RequestTimeTooSkewed", 403),
            Map.entry("ServiceUnavailable", 503), Map.entry("SignatureDoesNotMatch", 403), Map.entry("SlowDown", 503));

    FaultPlan {
        status = List.copyOf(status);
        answers = List.copyOf(answers);
    }

    /** Answers the next {@code count} calls whose path begins with {@code path} with {@code code}. */
    record StatusFault(String path, int code, long count, Long retryAfterSeconds) {
        StatusFault once() {
            return new StatusFault(path, code, count - 1, retryAfterSeconds);
        }
    }

    /**
     * The same with anything at all.
     *
     * @param body   sent {@code repeat} times in a row
     * @param location where a redirect leads; null for none
     */
    record RawAnswer(String path, int status, long count, String body, int repeat, String contentType, String location) {
        RawAnswer once() {
            return new RawAnswer(path, status, count - 1, body, repeat, contentType, location);
        }
    }

    /** The next {@code count} PUTs are refused in the words of S3. */
    record S3Fault(String code, int status, long count, String message) { }

    /** The next {@code count} PUTs are cut off when this many bytes of their body have come. */
    record Drop(long afterBytes, long count) { }

    /** With what the request names, and the rest as it is. */
    FaultPlan changed(JsonFields by) throws Refusal {
        return new FaultPlan(boxed(by.optionalNumber("latencyMillis", 0, 600_000), latencyMillis),
                boxed(by.optionalNumber("bytesPerSecond", 1, Long.MAX_VALUE), bytesPerSecond),
                by.has("status") ? statusFaults(by.objects("status")) : status,
                by.has("answer") ? rawAnswers(by.objects("answer")) : answers,
                by.has("s3") ? s3Fault(by.object("s3")) : s3,
                by.has("drop") ? drop(by.object("drop")) : drop,
                boxed(by.optionalNumber("urlSeconds", 0, 604_800), urlSeconds), // as long as S3 allows
                boxed(by.optionalNumber("accessTokenSeconds", 0, YEARS), accessTokenSeconds),
                boxed(by.optionalNumber("refreshTokenSeconds", 0, YEARS), refreshTokenSeconds),
                boxed(by.optionalNumber("clockSkewSeconds", -YEARS, YEARS), clockSkewSeconds),
                by.has("socketOff") ? Boolean.valueOf(by.flag("socketOff")) : socketOff,
                boxed(by.optionalNumber("socketSilenceSeconds", 1, 86_400), socketSilenceSeconds));
    }

    FaultPlan status(List<StatusFault> now) {
        return new FaultPlan(latencyMillis, bytesPerSecond, now, answers, s3, drop, urlSeconds, accessTokenSeconds, refreshTokenSeconds,
                clockSkewSeconds, socketOff, socketSilenceSeconds);
    }

    FaultPlan answers(List<RawAnswer> now) {
        return new FaultPlan(latencyMillis, bytesPerSecond, status, now, s3, drop, urlSeconds, accessTokenSeconds, refreshTokenSeconds,
                clockSkewSeconds, socketOff, socketSilenceSeconds);
    }

    FaultPlan s3(S3Fault now) {
        return new FaultPlan(latencyMillis, bytesPerSecond, status, answers, now, drop, urlSeconds, accessTokenSeconds, refreshTokenSeconds,
                clockSkewSeconds, socketOff, socketSilenceSeconds);
    }

    FaultPlan drop(Drop now) {
        return new FaultPlan(latencyMillis, bytesPerSecond, status, answers, s3, now, urlSeconds, accessTokenSeconds, refreshTokenSeconds,
                clockSkewSeconds, socketOff, socketSilenceSeconds);
    }

    private static List<StatusFault> statusFaults(List<JsonFields> all) throws Refusal {
        List<StatusFault> faults = new ArrayList<>();
        for (JsonFields one : all) {
            faults.add(new StatusFault(one.text("path"), (int) one.number("code", 400, 599), count(one),
                    boxed(one.optionalNumber("retryAfterSeconds", 0, 86_400), null)));
        }
        return faults;
    }

    private static List<RawAnswer> rawAnswers(List<JsonFields> all) throws Refusal {
        List<RawAnswer> answers = new ArrayList<>();
        for (JsonFields one : all) {
            answers.add(new RawAnswer(one.text("path"), (int) one.optionalNumber("status", 200, 599).orElse(200), count(one),
                    one.optionalText("body").orElse(""), (int) one.optionalNumber("repeat", 1, COUNTS).orElse(1),
                    one.optionalText("contentType").orElse("application/json"), one.optionalText("location").orElse(null)));
        }
        return answers;
    }

    private static S3Fault s3Fault(JsonFields one) throws Refusal {
        String code = one.text("code");
        return new S3Fault(code, (int) one.optionalNumber("status", 400, 599).orElse(S3_STATUS.getOrDefault(code, 400)), count(one),
                one.optionalText("message").orElse("The simulator was told to answer this"));
    }

    private static Drop drop(JsonFields one) throws Refusal {
        return new Drop(one.number("afterBytes", 0, Long.MAX_VALUE), count(one));
    }

    private static long count(JsonFields one) throws Refusal {
        return one.optionalNumber("count", 1, COUNTS).orElse(1);
    }

    private static Long boxed(OptionalLong value, Long otherwise) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : otherwise;
    }
}
