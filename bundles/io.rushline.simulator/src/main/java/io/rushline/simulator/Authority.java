package io.rushline.simulator;

import io.rushline.simulator.CloudState.Content;
import io.rushline.simulator.CloudState.Device;
import io.rushline.simulator.CloudState.Grant;
import io.rushline.simulator.CloudState.Token;
import io.rushline.simulator.CloudState.TokenKind;
import io.rushline.simulator.CloudState.TokenState;
import io.rushline.simulator.CloudState.Verdict;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The authorisation server: codes, polling, tokens that rotate, revocation (protocol section 2; RFC 8628, RFC 6749, RFC 7009). Any thread. */
final class Authority {

    static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final long SLOW_DOWN_SECONDS = 5;
    /** Networks deliver unevenly: two polls may arrive this much closer than they were sent. */
    private static final Duration JITTER = Duration.ofMillis(100);

    private final CloudState state;
    private final Config config;
    private final Faults faults;
    private final Clock clock;
    private final RandomGenerator random;

    Authority(CloudState state, Config config, Faults faults, Clock clock, RandomGenerator random) {
        this.state = state;
        this.config = config;
        this.faults = faults;
        this.clock = clock;
        this.random = random;
    }

    /** A code for a device to show. */
    Map<String, Object> deviceCode(Map<String, String> form, String clientVersion, String authority) throws Refusal, IOException {
        String deviceCode = Ids.secret(random);
        return state.change(draft -> {
            String client = client(draft, form);
            List<String> scopes = Arrays.asList(required(form, "scope").split(" "));
            if (!scopes.contains("asset_create") || !scopes.contains("offline")) {
                throw Refusal.auth("invalid_scope", "scope must hold asset_create and offline");
            }
            Instant now = clock.instant();
            draft.grants().values().removeIf(grant -> grant.expiresAt().plusSeconds(3_600).isBefore(now));
            String userCode = freeUserCode(draft);
            draft.grants().put(Digests.sha256(deviceCode), new Grant(client, userCode, clientVersion, now.plus(config.codeLifetime()),
                    config.pollInterval().toSeconds(), null, Verdict.PENDING, null));
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("device_code", deviceCode);
            answer.put("user_code", userCode);
            answer.put("expires_in", config.codeLifetime().toSeconds());
            answer.put("interval", config.pollInterval().toSeconds());
            answer.put("name", "Rushline");
            answer.put("verification_uri", "https://" + authority + "/activate");
            answer.put("verification_uri_complete", "https://" + authority + "/activate?code=" + userCode);
            return answer;
        });
    }

    private String freeUserCode(Content draft) {
        String code = Ids.userCode(random);
        while (draft.grants().values().stream().map(Grant::userCode).anyMatch(code::equals)) {
            code = Ids.userCode(random);
        }
        return code;
    }

    /** Tokens for an approved code or for a refresh token. */
    Map<String, Object> token(Map<String, String> form) throws Refusal, IOException {
        String type = required(form, "grant_type");
        return switch (type) {
            case DEVICE_GRANT -> state.change(draft -> poll(draft, form));
            case "refresh_token" -> state.change(draft -> refresh(draft, form));
            default -> throw Refusal.auth("unsupported_grant_type", "grant_type must be " + DEVICE_GRANT + " or refresh_token");
        };
    }

    private Map<String, Object> poll(Content draft, Map<String, String> form) throws Refusal {
        String client = Digests.sha256(required(form, "client_id"));
        String key = Digests.sha256(required(form, "device_code"));
        Grant grant = draft.grants().get(key);
        if (grant == null || !grant.clientKey().equals(client)) {
            throw Refusal.auth("invalid_grant", "There is no such device_code, or it is used up, or another client's");
        }
        Instant now = clock.instant();
        if (!now.isBefore(grant.expiresAt())) {
            throw Refusal.auth("expired_token", "The code has expired").ordinary();
        }
        if (grant.lastPoll() != null && now.isBefore(grant.lastPoll().plusSeconds(grant.intervalSeconds()).minus(JITTER))) {
            draft.grants().put(key, grant.polled(now, grant.intervalSeconds() + SLOW_DOWN_SECONDS));
            throw Refusal.auth("slow_down", "Polled again before " + grant.intervalSeconds() + " s had passed");
        }
        draft.grants().put(key, grant.polled(now, grant.intervalSeconds()));
        switch (grant.verdict()) {
            case PENDING -> throw Refusal.auth("authorization_pending", "Nobody has typed the code yet").ordinary();
            case DENIED -> throw Refusal.auth("access_denied", "The user has said no").ordinary();
            default -> { }
        }
        draft.grants().remove(key);
        return issue(draft, admit(draft, grant, now), now);
    }

    /** The device in the project it was approved for: the same one where it was there before. */
    private Device admit(Content draft, Grant grant, Instant now) {
        draft.devices().replaceAll((id, device) -> device.clientKey().equals(grant.clientKey()) ? device.connected(false) : device);
        Device before = draft.devices().values().stream()
                .filter(device -> device.clientKey().equals(grant.clientKey()) && device.projectId().equals(grant.projectId()))
                .findFirst().orElse(null);
        String id = before == null ? Ids.uuid(random) : before.id();
        return new Device(id, grant.clientKey(), "Rushline " + grant.clientKey().substring(0, 4).toUpperCase(Locale.ROOT), grant.projectId(),
                grant.clientVersion(), true, now, now, before == null ? List.of() : before.pauses());
    }

    private Map<String, Object> refresh(Content draft, Map<String, String> form) throws Refusal {
        String client = client(draft, form);
        Token token = draft.tokens().get(Digests.sha256(required(form, "refresh_token")));
        Device device = token == null ? null : draft.devices().get(token.deviceId());
        if (token == null || token.kind() != TokenKind.REFRESH || !device.clientKey().equals(client)) {
            throw Refusal.auth("invalid_grant", "There is no such refresh_token, or it is another client's");
        }
        if (token.state() == TokenState.USED) {
            throw Refusal.auth("invalid_request", "The refresh_token has been used before");
        }
        Instant now = clock.instant();
        if (token.state() == TokenState.REVOKED || !device.connected() || !now.isBefore(token.expiresAt())) {
            throw Refusal.auth(401, "invalid_grant", "The refresh_token has expired or was revoked");
        }
        return issue(draft, device, now);
    }

    /** New tokens in place of all earlier ones of the device. */
    private Map<String, Object> issue(Content draft, Device device, Instant now) {
        draft.devices().put(device.id(), device);
        draft.tokens().values().removeIf(token -> !now.isBefore(token.expiresAt().plus(Duration.ofDays(1))));
        retire(draft, device.clientKey(), TokenState.USED);
        String access = Ids.secret(random);
        String refresh = Ids.secret(random);
        Duration lifetime = faults.accessTokenLifetime();
        Instant end = now.plus(faults.refreshTokenLifetime());
        draft.tokens().put(Digests.sha256(access), new Token(TokenKind.ACCESS, device.id(), now.plus(lifetime), TokenState.VALID));
        draft.tokens().put(Digests.sha256(refresh), new Token(TokenKind.REFRESH, device.id(), end, TokenState.VALID));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", access);
        answer.put("refresh_token", refresh);
        answer.put("token_type", "bearer");
        answer.put("expires_in", lifetime.toSeconds());
        return answer;
    }

    /** Ends a device's authorisation; a token nobody knows is no error (RFC 7009, section 2.2). */
    void revoke(Map<String, String> form) throws Refusal, IOException {
        state.change(draft -> {
            String client = client(draft, form);
            Token token = draft.tokens().get(Digests.sha256(required(form, "token")));
            if (token != null && draft.devices().get(token.deviceId()).clientKey().equals(client)) {
                disconnect(draft, draft.devices().get(token.deviceId()));
            }
            return null;
        });
    }

    /** Ends the authorisation of one device, or of all where {@code deviceId} is null; says how many there were. */
    int revokeDevice(String deviceId) throws Refusal, IOException {
        return state.change(draft -> {
            List<Device> chosen = draft.devices().values().stream().filter(device -> deviceId == null || device.id().equals(deviceId)).toList();
            if (chosen.isEmpty() && deviceId != null) {
                throw Refusal.api(404, "There is no such device");
            }
            chosen.forEach(device -> disconnect(draft, device));
            return chosen.size();
        });
    }

    private static void disconnect(Content draft, Device device) {
        retire(draft, device.clientKey(), TokenState.REVOKED);
        draft.devices().put(device.id(), device.connected(false));
    }

    private static void retire(Content draft, String clientKey, TokenState to) {
        draft.tokens().replaceAll((key, token) -> token.state() == TokenState.VALID
                && draft.devices().get(token.deviceId()).clientKey().equals(clientKey) ? token.state(to) : token);
    }

    /** What a person says to a code; an approval names the project. */
    void decide(String userCode, Verdict verdict, String projectId) throws Refusal, IOException {
        state.change(draft -> {
            Map.Entry<String, Grant> asked = draft.grants().entrySet().stream().filter(entry -> entry.getValue().userCode().equals(userCode))
                    .filter(entry -> entry.getValue().verdict() == Verdict.PENDING && clock.instant().isBefore(entry.getValue().expiresAt()))
                    .findFirst().orElseThrow(() -> Refusal.api(404, "No device waits with this code: it is wrong, used or has expired"));
            String project = projectId == null ? draft.projects().keySet().stream().findFirst().orElse("") : projectId;
            if (!draft.projects().containsKey(project)) {
                throw Refusal.api(404, "There is no such project");
            }
            asked.setValue(asked.getValue().decided(verdict, project));
            return null;
        });
    }

    /** Whose call this is. */
    Device authenticate(Exchange exchange) throws Refusal, IOException {
        return authenticate(exchange.header("Authorization"), exchange.header("x-client-version"));
    }

    /**
     * The same where the token does not stand in the header.
     *
     * @param header  {@code Bearer …}; null for none
     * @param version of the firmware; null where the caller did not say
     */
    Device authenticate(String header, String version) throws Refusal, IOException {
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw Refusal.api(401, "The call carries no bearer token");
        }
        Token token = state.now().tokens().get(tokenKey(header));
        if (token == null || token.kind() != TokenKind.ACCESS) {
            throw Refusal.api(401, "There is no such access token");
        }
        if (token.state() != TokenState.VALID) {
            throw Refusal.api(401, token.state() == TokenState.USED ? "The access token was replaced by a refresh" : "The access token was revoked");
        }
        Instant now = clock.instant();
        if (!now.isBefore(token.expiresAt())) {
            throw Refusal.api(401, "The access token has expired");
        }
        return seen(token.deviceId(), now, version);
    }

    /** What the token in this header is kept under. */
    static String tokenKey(String header) {
        return Digests.sha256(header.substring(7).strip());
    }

    /** Whether what was opened with this token may stay open: it may have been refreshed meanwhile, but not ended. */
    boolean stands(String tokenKey) {
        Token token = state.now().tokens().get(tokenKey);
        return token != null && token.state() != TokenState.REVOKED && clock.instant().isBefore(token.expiresAt());
    }

    /** The device has shown itself other than by a call. */
    void present(String deviceId) throws Refusal, IOException {
        if (state.now().devices().containsKey(deviceId)) {
            seen(deviceId, clock.instant(), null);
        }
    }

    /** Removes a device with its tokens. */
    static void remove(Content draft, String deviceId) {
        draft.devices().remove(deviceId);
        draft.tokens().values().removeIf(token -> token.deviceId().equals(deviceId));
    }

    private Device seen(String deviceId, Instant now, String said) throws Refusal, IOException {
        Device device = state.now().devices().get(deviceId);
        String version = said == null ? device.clientVersion() : said;
        if (version.equals(device.clientVersion()) && now.isBefore(device.lastSeen().plusSeconds(30))) {
            return device; // known well enough: no need to write
        }
        return state.change(draft -> {
            Device seen = draft.devices().get(deviceId).seen(now, version);
            draft.devices().put(deviceId, seen);
            return seen;
        });
    }

    /** Until when the device's authorisation holds unless it is refreshed; null when it does not. */
    Instant authorizedUntil(Device device) {
        return state.now().tokens().values().stream()
                .filter(token -> token.kind() == TokenKind.REFRESH && token.state() == TokenState.VALID && token.deviceId().equals(device.id()))
                .map(Token::expiresAt).findFirst().orElse(null);
    }

    /** The client's key, after its secret was checked: a known one, and the one it came with the first time. */
    private String client(Content draft, Map<String, String> form) throws Refusal {
        String client = Digests.sha256(required(form, "client_id"));
        String secret = required(form, "client_secret");
        String bound = draft.clients().getOrDefault(client, Digests.sha256(secret));
        if (!config.clientSecrets().contains(secret) || !bound.equals(Digests.sha256(secret))) {
            throw Refusal.auth("invalid_client", "The client_secret is not the one of this client");
        }
        draft.clients().put(client, bound);
        return client;
    }

    private static String required(Map<String, String> form, String field) throws Refusal {
        String value = form.get(field);
        if (value == null || value.isEmpty()) {
            throw Refusal.auth("invalid_request", field + " is missing");
        }
        return value;
    }
}
