package io.rushline.auth.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.AuthException;
import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Pairing.Step;
import io.rushline.cloud.api.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** From no connection to one, and every way it can go wrong. */
public class PairingTest extends ConnectionsTestBase {

    @Test
    public void aCodeIsShownThenTypedThenTheProjectIsKnown() throws Exception {
        cloud.on(FakeCloud.POLL, FakeCloud.pending(), cloud::tokens);
        connections.pair();
        virtual.settle();
        assertEquals(Step.CODE, pairing().step());
        assertEquals(Optional.of("100001"), pairing().userCode());
        assertEquals("https://next.frame.io/pair?code=1", pairing().completeUri().get().toString());
        assertEquals(Map.of("client_id", "unit", "client_secret", "product", "scope", "asset_create offline"),
                FakeCloud.fields(cloud.last(FakeCloud.CODE)));
        virtual.pass(Duration.ofSeconds(11));
        assertEquals(Map.of("client_id", "unit", "device_code", "dc1", "grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                FakeCloud.fields(cloud.last(FakeCloud.POLL)));
        Connection connection = connections.connection();
        assertEquals(Connection.State.CONNECTED, connection.state());
        assertEquals(Optional.of("Feature"), connection.project());
        assertEquals(Optional.of("p1"), connection.projectId());
        assertEquals(Optional.of("Ada"), connection.user());
        assertEquals(Optional.of("pd1"), connection.deviceId());
        assertEquals("2026-06-01T00:00:00Z", connection.validUntil().get().toString());
        assertEquals(Step.NONE, pairing().step());
        assertEquals(List.of("UNPAIRED ASKING", "UNPAIRED CODE", "CONNECTED CODE", "CONNECTED NONE", "CONNECTED NONE"), told);
    }

    @Test
    public void tokensAreInTheVaultBeforeTheConnectionIsShown() throws Exception {
        vault.full = true;
        pair();
        assertEquals(Step.FAILED, pairing().step());
        assertEquals(Connection.State.UNPAIRED, state());
        assertTrue(pairing().trouble().get().contains("kept"));
        vault.full = false;
        pair();
        assertEquals(Connection.State.CONNECTED, state());
        assertTrue(vault.text(Store.NAME).contains(connections.token().value()));
    }

    @Test
    public void pollingKeepsTheIntervalAndSlowsDownWhenTold() throws Exception {
        cloud.on(FakeCloud.POLL, FakeCloud.pending(), FakeCloud.error("slow_down"), FakeCloud.pending());
        connections.pair();
        virtual.pass(Duration.ofMillis(4900));
        assertEquals(0, cloud.count(FakeCloud.POLL));
        virtual.pass(Duration.ofMillis(200));
        assertEquals(1, cloud.count(FakeCloud.POLL));
        virtual.pass(Duration.ofSeconds(5));
        assertEquals(2, cloud.count(FakeCloud.POLL));
        virtual.pass(Duration.ofSeconds(9));
        assertEquals("five seconds more from now on", 2, cloud.count(FakeCloud.POLL));
        virtual.pass(Duration.ofSeconds(1));
        assertEquals(3, cloud.count(FakeCloud.POLL));
        virtual.pass(Duration.ofSeconds(20));
        assertEquals(5, cloud.count(FakeCloud.POLL));
        assertEquals(Step.CODE, pairing().step());
    }

    @Test
    public void aStepThatLosesItsClassesIsTriedAgain() throws Exception {
        FakeCloud.Reply gone = call -> {
            throw new NoClassDefFoundError("gone");
        };
        cloud.on(FakeCloud.CODE, gone, cloud.code(120, 5));
        cloud.on(FakeCloud.POLL, gone, cloud::tokens);
        connections.pair();
        virtual.settle();
        assertEquals(Step.OFFLINE, pairing().step());
        virtual.pass(Duration.ofSeconds(5));
        assertEquals(Step.CODE, pairing().step());
        virtual.pass(Duration.ofSeconds(5));
        assertEquals(Step.OFFLINE, pairing().step());
        virtual.pass(Duration.ofSeconds(5));
        assertEquals(Connection.State.CONNECTED, state());
    }

    @Test
    public void tokensThatAreGrantedWhileTheVaultIsReplacedAreKeptWhenItIsBack() throws Exception {
        cloud.on(FakeCloud.POLL, cloud::tokens, FakeCloud.error("invalid_grant")); // once
        vault.gone = true;
        connections.pair();
        virtual.pass(Duration.ofSeconds(6));
        assertEquals(Step.OFFLINE, pairing().step());
        vault.gone = false;
        virtual.pass(Duration.ofSeconds(6));
        assertEquals(Connection.State.CONNECTED, state());
    }

    @Test
    public void aDeadCodeIsReplacedByItself() throws Exception {
        cloud.on(FakeCloud.POLL, FakeCloud.error("expired_token"), FakeCloud.pending());
        connections.pair();
        virtual.pass(Duration.ofSeconds(6));
        assertEquals(Optional.of("100002"), pairing().userCode());
        virtual.pass(Duration.ofSeconds(125));
        assertEquals("its time was over, though the cloud had not said so", Optional.of("100003"), pairing().userCode());
    }

    @Test
    public void aRefusalEndsPairingAndSaysWhy() throws Exception {
        for (String error : List.of("invalid_grant", "invalid_request", "access_denied")) {
            cloud.on(FakeCloud.POLL, FakeCloud.error(error));
            connections.pair();
            virtual.pass(Duration.ofSeconds(30));
            assertEquals(Step.FAILED, pairing().step());
            assertTrue(pairing().trouble().isPresent());
            assertFalse("no dead code", pairing().userCode().isPresent());
        }
        cloud.on(FakeCloud.CODE, FakeCloud.answer(401, "{\"error\":\"invalid_client\"}"));
        connections.pair();
        virtual.settle();
        assertTrue(pairing().trouble().get(), pairing().trouble().get().contains("provision"));
        connections.cancel();
        assertEquals(Step.NONE, pairing().step());
    }

    @Test
    public void whileTheCloudIsAwayNoCodeIsShownAndItGoesOnByItself() throws Exception {
        cloud.on(FakeCloud.CODE, FakeCloud.away(), cloud.code(120, 5));
        cloud.on(FakeCloud.POLL, FakeCloud.away(), FakeCloud.answer(503, ""), FakeCloud.pending(), cloud::tokens);
        connections.pair();
        virtual.settle();
        assertEquals(Step.OFFLINE, pairing().step());
        virtual.pass(Duration.ofSeconds(5));
        assertEquals(Step.CODE, pairing().step());
        for (int i = 0; i < 2; i++) {
            virtual.pass(Duration.ofSeconds(5));
            assertEquals(Step.OFFLINE, pairing().step());
            assertFalse(pairing().userCode().isPresent());
            assertTrue(pairing().trouble().isPresent());
        }
        virtual.pass(Duration.ofSeconds(5));
        assertEquals("the same code, which is still alive", Optional.of("100001"), pairing().userCode());
        virtual.pass(Duration.ofSeconds(5));
        assertEquals(Connection.State.CONNECTED, state());
    }

    @Test
    public void aCodeThatDiedWhileTheCloudWasAwayIsNotShownAgain() throws Exception {
        cloud.on(FakeCloud.POLL, FakeCloud.away());
        connections.pair();
        virtual.pass(Duration.ofSeconds(10));
        cloud.on(FakeCloud.CODE, FakeCloud.away());
        virtual.pass(Duration.ofSeconds(200));
        cloud.on(FakeCloud.CODE, cloud.code(120, 5));
        cloud.on(FakeCloud.POLL, FakeCloud.pending());
        virtual.pass(Duration.ofSeconds(30));
        assertEquals(Optional.of("100002"), pairing().userCode());
    }

    @Test
    public void cancellingWhileCodeIsShownEndsPolling() throws Exception {
        connections.pair();
        virtual.pass(Duration.ofSeconds(6));
        connections.cancel();
        assertEquals(Step.NONE, pairing().step());
        int calls = cloud.count(FakeCloud.POLL);
        virtual.pass(Duration.ofMinutes(5));
        assertEquals(calls, cloud.count(FakeCloud.POLL));
        assertEquals(Step.NONE, pairing().step());
    }

    @Test
    public void cancellingBeforeTheCodeIsThereOrWhileTheCloudIsAwayEndsIt() throws Exception {
        connections.pair();
        assertEquals(Step.ASKING, pairing().step());
        connections.cancel();
        virtual.pass(Duration.ofMinutes(1));
        assertEquals(0, cloud.count(FakeCloud.CODE));
        cloud.on(FakeCloud.CODE, FakeCloud.away());
        connections.pair();
        virtual.pass(Duration.ofSeconds(1));
        assertEquals(Step.OFFLINE, pairing().step());
        connections.cancel();
        assertEquals(Step.NONE, pairing().step());
        int calls = cloud.count(FakeCloud.CODE);
        virtual.pass(Duration.ofMinutes(5));
        assertEquals(calls, cloud.count(FakeCloud.CODE));
    }

    @Test
    public void tokensGrantedWhileSomebodyCancelsAreRevoked() throws Exception {
        cloud.on(FakeCloud.POLL, call -> {
            connections.cancel();
            return cloud.tokens(call);
        });
        connections.pair();
        virtual.pass(Duration.ofSeconds(6));
        assertEquals(Connection.State.UNPAIRED, state());
        assertEquals(Step.NONE, pairing().step());
        assertEquals("both tokens", 2, cloud.count(FakeCloud.REVOKE));
    }

    @Test
    public void whoIsPairedHasToUnpairFirst() throws Exception {
        pair();
        assertEquals(AuthException.Code.ALREADY_PAIRED, assertThrows(AuthException.class, connections::pair).code());
    }

    @Test
    public void pairingTwiceIsOnePairing() throws Exception {
        connections.pair();
        connections.pair();
        virtual.pass(Duration.ofSeconds(6));
        connections.pair();
        virtual.pass(Duration.ofSeconds(1));
        assertEquals(1, cloud.count(FakeCloud.CODE));
    }

    @Test
    public void absurdAnswersGetASaneReading() throws Exception {
        cloud.on(FakeCloud.CODE, FakeCloud.answer(200, "{\"device_code\":\"d\",\"user_code\":\"1234567\",\"expires_in\":\"soon\",\"interval\":-7,"
                + "\"verification_uri\":\"javascript:alert(1)\",\"verification_uri_complete\":\"http://frame.io/x\"}"));
        connections.pair();
        virtual.settle();
        assertEquals(Optional.of("1234567"), pairing().userCode());
        assertEquals(Optional.empty(), pairing().verificationUri());
        assertEquals(Optional.empty(), pairing().completeUri());
        virtual.pass(Duration.ofSeconds(10));
        assertEquals("once a second at most", 10, cloud.count(FakeCloud.POLL));
        connections.cancel();
        for (String body : List.of("", "[]", "{}", "<html>", "{\"device_code\":\"d\",\"user_code\":\"<script>\"}",
                "{\"device_code\":{},\"user_code\":\"123456\"}")) {
            cloud.on(FakeCloud.CODE, FakeCloud.answer(200, body));
            connections.pair();
            virtual.settle();
            assertEquals(body, Step.OFFLINE, pairing().step());
            connections.cancel();
        }
    }

    @Test
    public void aTokenThatWouldBreakAHeaderIsNotTaken() throws Exception {
        cloud.on(FakeCloud.POLL, call -> new Answer(200, Map.of(), "{\"access_token\":\"a\\r\\nX: y\",\"refresh_token\":\"r\"}"));
        connections.pair();
        virtual.pass(Duration.ofSeconds(6));
        assertEquals(Step.OFFLINE, pairing().step());
        assertEquals(Connection.State.UNPAIRED, state());
    }
}
