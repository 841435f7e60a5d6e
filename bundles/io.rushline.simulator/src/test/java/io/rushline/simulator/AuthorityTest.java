package io.rushline.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.simulator.CloudState.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

public class AuthorityTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    private final ManualClock clock = new ManualClock();
    private final Random random = new Random(1);
    private Authority authority;
    private CloudState state;

    @Before
    public void open() throws IOException {
        Path home = folder.getRoot().toPath();
        Config config = new Config(home, home, "127.0.0.1", 0, Set.of("rushline-development", "other-product"), Duration.ofSeconds(5),
                Duration.ofSeconds(120), 1);
        state = new CloudState(home, random);
        authority = new Authority(state, config, new Faults(), clock, random);
    }

    @Test
    public void aDevicePollsUntilAPersonHasSaidYes() throws Exception {
        Map<String, Object> code = code();
        assertEquals("authorization_pending", errorOf(() -> poll(code)));
        authority.decide((String) code.get("user_code"), Verdict.APPROVED, null);
        clock.pass(Duration.ofSeconds(5));
        Map<String, Object> tokens = poll(code);
        assertEquals(28_800L, tokens.get("expires_in"));
        assertEquals("a code is good for one device once", "invalid_grant", errorOf(() -> poll(code)));
    }

    @Test
    public void whoPollsTooFastMustSlowDownByFiveSeconds() throws Exception {
        Map<String, Object> code = code();
        assertEquals("authorization_pending", errorOf(() -> poll(code)));
        clock.pass(Duration.ofSeconds(4));
        assertEquals("slow_down", errorOf(() -> poll(code)));
        clock.pass(Duration.ofSeconds(9));
        assertEquals("slow_down", errorOf(() -> poll(code)));
        clock.pass(Duration.ofSeconds(15));
        assertEquals("authorization_pending", errorOf(() -> poll(code)));
    }

    @Test
    public void aCodeEndsAndADeniedOneSaysSo() throws Exception {
        Map<String, Object> denied = code();
        authority.decide((String) denied.get("user_code"), Verdict.DENIED, null);
        assertEquals("access_denied", errorOf(() -> poll(denied)));
        Map<String, Object> late = code();
        clock.pass(Duration.ofSeconds(120));
        assertEquals("expired_token", errorOf(() -> poll(late)));
        assertThrows(Refusal.class, () -> authority.decide((String) late.get("user_code"), Verdict.APPROVED, null));
    }

    @Test
    public void aRefreshTokenWorksOnceAndGivesTwoNewOnes() throws Exception {
        Map<String, Object> first = paired();
        Map<String, Object> second = refresh(first);
        assertFalse(first.get("access_token").equals(second.get("access_token")));
        assertFalse(first.get("refresh_token").equals(second.get("refresh_token")));
        assertEquals("invalid_request", errorOf(() -> refresh(first)));
        refresh(second);
    }

    @Test
    public void anExpiredOrRevokedRefreshTokenIsRefusedWith401() throws Exception {
        Map<String, Object> old = paired();
        clock.pass(Duration.ofDays(14));
        assertEquals(401, refusalOf(() -> refresh(old)).reply().status());
        Map<String, Object> revoked = paired();
        Map<String, String> form = client();
        form.put("token", (String) revoked.get("access_token"));
        authority.revoke(form);
        assertEquals(401, refusalOf(() -> refresh(revoked)).reply().status());
    }

    @Test
    public void aClientKeepsTheSecretItCameWith() throws Exception {
        code();
        Map<String, String> form = client();
        form.put("client_secret", "other-product");
        form.put("scope", "asset_create offline");
        assertEquals("invalid_client", errorOf(() -> authority.deviceCode(form, "1.0.0", "localhost")));
        form.put("client_id", "unit-2");
        authority.deviceCode(form, "1.0.0", "localhost");
        form.put("client_secret", "guessed");
        assertEquals("invalid_client", errorOf(() -> authority.deviceCode(form, "1.0.0", "localhost")));
    }

    @Test
    public void pairedAgainInTheSameProjectItIsTheSameDevice() throws Exception {
        paired();
        paired();
        assertEquals(1, state.now().devices().size());
    }

    @Test
    public void noTokenStandsInTheFilesInClear() throws Exception {
        Map<String, Object> tokens = paired();
        String file = Files.readString(folder.getRoot().toPath().resolve("state.json"));
        assertTrue(file.contains("REFRESH"));
        assertFalse(file.contains((String) tokens.get("access_token")) || file.contains((String) tokens.get("refresh_token")));
        assertFalse(file.contains("rushline-development") || file.contains("unit-1"));
    }

    private Map<String, Object> paired() throws Exception {
        Map<String, Object> code = code();
        authority.decide((String) code.get("user_code"), Verdict.APPROVED, null);
        return poll(code);
    }

    private Map<String, Object> code() throws Exception {
        Map<String, String> form = client();
        form.put("scope", "asset_create offline");
        return authority.deviceCode(form, "1.0.0", "localhost:1");
    }

    private Map<String, Object> poll(Map<String, Object> code) throws Exception {
        return authority.token(Map.of("grant_type", Authority.DEVICE_GRANT, "client_id", "unit-1", "device_code", (String) code.get("device_code")));
    }

    private Map<String, Object> refresh(Map<String, Object> tokens) throws Exception {
        Map<String, String> form = client();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", (String) tokens.get("refresh_token"));
        return authority.token(form);
    }

    private static Map<String, String> client() {
        return new TreeMap<>(Map.of("client_id", "unit-1", "client_secret", "rushline-development"));
    }

    private static Refusal refusalOf(ThrowingRunnable call) {
        return assertThrows(Refusal.class, call);
    }

    private static String errorOf(ThrowingRunnable call) throws IOException {
        JsonNode body = Json.MAPPER.readTree(refusalOf(call).reply().body());
        return body.get("error").textValue();
    }
}
