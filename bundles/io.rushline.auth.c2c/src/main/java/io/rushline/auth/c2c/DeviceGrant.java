package io.rushline.auth.c2c;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The auth calls of the cloud (C2C guide, device authorisation; protocol sections 2 and 3). Trusts no answer: what is missing or odd becomes a
 * sane value or {@link CloudException.Code#BAD_ANSWER}, and what may pass is a {@link CloudException} too.
 */
final class DeviceGrant {

    /** The way to the cloud, which may be away for a moment. */
    interface Cloud {
        Answer call(Call call) throws CloudException;
    }

    /** A code that waits for its user. */
    record Code(String deviceCode, String userCode, Duration lifetime, Duration interval, Optional<URI> uri, Optional<URI> completeUri) {
        /** Without the secrets. */
        @Override
        public String toString() {
            return "Code[" + lifetime + ", " + interval + "]";
        }
    }

    /** What a poll may tell. */
    sealed interface Poll {
        /** The user has not typed it yet. */
        record Pending() implements Poll { }

        /** As before, and we ask too often. */
        record SlowDown() implements Poll { }

        /** The code is dead. */
        record Expired() implements Poll { }

        /** Paired. */
        record Granted(Tokens tokens) implements Poll { }
    }

    private static final Pattern USER_CODE = Pattern.compile("[0-9A-Za-z-]{4,12}"); // six digits so far; people can type this much
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}"); // goes into a header
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\x{2028}\\x{2029}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]"); // controls, turns
    private static final int MAX_TEXT = 500;
    private static final Duration DAY = Duration.ofDays(1);

    private final JsonMapper json = JsonMapper.builder().build();
    private final Cloud cloud;
    private final Credentials credentials;
    private final Clock clock;

    DeviceGrant(Cloud cloud, Credentials credentials, Clock clock) {
        this.cloud = cloud;
        this.credentials = credentials;
        this.clock = clock;
    }

    Code askForCode() throws CloudException, Refusal {
        JsonNode answer = ok(auth("/v2/auth/device/code", Map.of("client_id", credentials.id(), "client_secret", credentials.secret(),
                "scope", "asset_create offline")));
        String userCode = answer.path("user_code").asText();
        if (!USER_CODE.matcher(userCode).matches()) {
            throw odd("no user code");
        }
        return new Code(token(answer, "device_code"), userCode,
                seconds(answer, "expires_in", 120, Duration.ofSeconds(30), Duration.ofMinutes(30)),
                seconds(answer, "interval", 5, Duration.ofSeconds(1), Duration.ofSeconds(60)),
                https(answer, "verification_uri", "verification_url"), https(answer, "verification_uri_complete", "verification_url_complete"));
    }

    Poll poll(Code code) throws CloudException, Refusal {
        Answer answer = auth("/v2/auth/token", Map.of("grant_type", "urn:ietf:params:oauth:grant-type:device_code", "client_id", credentials.id(),
                "device_code", code.deviceCode()));
        String error = error(answer);
        if (answer.status() == 429 || error.equals("slow_down")) {
            return new Poll.SlowDown();
        }
        return switch (error) {
            case "authorization_pending" -> new Poll.Pending();
            case "expired_token" -> new Poll.Expired();
            default -> new Poll.Granted(tokens(ok(answer), Optional.empty()));
        };
    }

    /** Uses the refresh token up: what comes back is the only copy. */
    Tokens refresh(Tokens old) throws CloudException, Refusal {
        return tokens(ok(auth("/v2/auth/token", Map.of("grant_type", "refresh_token", "client_id", credentials.id(),
                "client_secret", credentials.secret(), "refresh_token", old.refresh()))), Optional.of(old.refresh()));
    }

    void revoke(String token) throws CloudException, Refusal {
        Answer answer = auth("/v2/auth/revoke", Map.of("client_id", credentials.id(), "client_secret", credentials.secret(), "token", token));
        if (!answer.ok()) {
            throw new Refusal(answer.status(), error(answer));
        }
    }

    /** A refusal with status 401 means that the token is not good any more. */
    Facts whoAmI(String access) throws CloudException, Refusal {
        JsonNode me = ok(passing(cloud.call(Call.get("/v2/devices/me", access))));
        JsonNode project = me.path("project");
        JsonNode authorization = me.path("authorization");
        String projectId = text(me.path("project_id"));
        if (projectId == null) {
            projectId = text(project.path("id"));
        }
        if (projectId == null) {
            throw odd("no project"); // rather than forget the one we know
        }
        return new Facts(projectId, text(project.path("name")), text(authorization.path("creator").path("name")), text(me.path("id")),
                text(me.path("name")), millis(authorization.path("expires_at")), Inputs.paused(me), Inputs.channels(me.path("channels")),
                clock.instant().toEpochMilli());
    }

    private Answer auth(String path, Map<String, String> fields) throws CloudException {
        return passing(cloud.call(Call.form(path, fields)));
    }

    /** Throws what may be otherwise a moment later. */
    private static Answer passing(Answer answer) throws CloudException {
        int status = answer.status();
        if (status == 408 || status == 425 || status >= 500 || status < 200 || status >= 300 && status < 400) {
            throw odd("HTTP " + status);
        }
        return answer;
    }

    private JsonNode ok(Answer answer) throws CloudException, Refusal {
        if (answer.status() == 429) {
            throw odd("HTTP 429");
        }
        if (!answer.ok()) {
            throw new Refusal(answer.status(), error(answer));
        }
        JsonNode node = parse(answer);
        if (!node.isObject()) {
            throw odd("no JSON object");
        }
        return node;
    }

    private String error(Answer answer) {
        String error = answer.ok() ? "" : parse(answer).path("error").asText();
        return ERROR.matcher(error).matches() ? error : "";
    }

    private JsonNode parse(Answer answer) {
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    /** @param kept the refresh token to go on with where a refresh brings no new one */
    private Tokens tokens(JsonNode answer, Optional<String> kept) throws CloudException {
        String refresh = kept.isPresent() && !answer.hasNonNull("refresh_token") ? kept.get() : token(answer, "refresh_token");
        Duration lifetime = seconds(answer, "expires_in", 28800, Duration.ofMinutes(1), DAY.multipliedBy(30));
        return new Tokens(token(answer, "access_token"), refresh, clock.instant().plus(lifetime).toEpochMilli(), lifetime.toSeconds());
    }

    private static String token(JsonNode answer, String field) throws CloudException {
        String token = answer.path(field).asText();
        if (!TOKEN.matcher(token).matches()) {
            throw odd("no " + field);
        }
        return token;
    }

    private static Duration seconds(JsonNode answer, String field, long otherwise, Duration least, Duration most) {
        long seconds = answer.path(field).asLong(otherwise);
        return Duration.ofSeconds(Math.max(least.toSeconds(), Math.min(most.toSeconds(), seconds)));
    }

    private static Optional<URI> https(JsonNode answer, String... fields) {
        for (String field : fields) {
            try {
                URI uri = new URI(answer.path(field).asText());
                if ("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                    return Optional.of(uri);
                }
            } catch (URISyntaxException odd) {
                continue; // no link is better than a strange one
            }
        }
        return Optional.empty();
    }

    /** What people or the cloud call something, without what could turn a line, a page or a terminal upside down; null: nothing of use. */
    static String text(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank() && node.asText().length() <= MAX_TEXT
                ? UNSAFE.matcher(node.asText()).replaceAll("\uFFFD") : null;
    }

    private static Long millis(JsonNode time) {
        try {
            if (time.isNumber()) {
                return Instant.ofEpochSecond(time.asLong()).toEpochMilli();
            }
            return time.isTextual() ? OffsetDateTime.parse(time.asText()).toInstant().toEpochMilli() : null;
        } catch (DateTimeException | ArithmeticException odd) {
            return null;
        }
    }

    private static CloudException odd(String what) {
        return new CloudException(CloudException.Code.BAD_ANSWER, what, null);
    }
}
