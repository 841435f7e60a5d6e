package io.rushline.auth.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.AuthException;
import io.rushline.auth.api.Connection.State;
import io.rushline.auth.api.Pairing.Step;
import io.rushline.cloud.api.CloudException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** A connection that lasts: refreshed, restarted, cut off, ended. */
public class ConnectionTest extends ConnectionsTestBase {

    private static final Duration LIFE = Duration.ofHours(8);

    @Test
    public void tokensAreRefreshedUnaskedBeforeTheyEnd() throws Exception {
        pair();
        AccessToken first = connections.token();
        virtual.pass(Duration.ofHours(5));
        assertEquals("four fifths, less a fifth at most", 0, cloud.count(FakeCloud.REFRESH));
        virtual.pass(Duration.ofMinutes(90));
        assertEquals(1, cloud.count(FakeCloud.REFRESH));
        assertNotEquals(first.value(), connections.token().value());
        assertTrue("stored", vault.text(Store.NAME).contains(connections.token().value()));
        assertEquals("who we are is read again", 2, cloud.count(FakeCloud.ME));
        virtual.pass(Duration.ofDays(5));
        assertEquals("one in each life", 19, cloud.count(FakeCloud.REFRESH), 4);
    }

    @Test
    public void theRefreshTokenUsedIsAlwaysTheLast() throws Exception {
        pair();
        AccessToken one = connections.token();
        AccessToken two = connections.renew(one);
        AccessToken three = connections.renew(two);
        assertEquals("refresh" + two.value().substring("access".length()), FakeCloud.fields(cloud.last(FakeCloud.REFRESH)).get("refresh_token"));
        assertEquals("product", FakeCloud.fields(cloud.last(FakeCloud.REFRESH)).get("client_secret"));
        assertEquals("somebody already did", three, connections.renew(one));
        assertEquals(2, cloud.count(FakeCloud.REFRESH));
    }

    @Test
    public void aClockThatJumpsNeitherFiresNorStorms() throws Exception {
        pair();
        virtual.jump(Duration.ofDays(3650));
        virtual.pass(Duration.ofMinutes(10));
        connections.token();
        virtual.jump(Duration.ofDays(-7300));
        virtual.pass(Duration.ofMinutes(10));
        connections.token();
        assertEquals(0, cloud.count(FakeCloud.REFRESH));
        virtual.pass(LIFE);
        assertEquals(1, cloud.count(FakeCloud.REFRESH));
        restart();
        virtual.jump(Duration.ofDays(-300));
        restart();
        virtual.pass(Duration.ofMinutes(1));
        assertEquals("a clock set back does not make a token live longer", 1, cloud.count(FakeCloud.REFRESH));
        virtual.pass(LIFE);
        assertEquals(2, cloud.count(FakeCloud.REFRESH));
    }

    @Test
    public void aNetworkFailureKeepsTheRefreshTokenAndTriesAgain() throws Exception {
        pair();
        AccessToken old = connections.token();
        cloud.on(FakeCloud.REFRESH, FakeCloud.away(), FakeCloud.answer(500, ""), FakeCloud.answer(429, "{}"), FakeCloud.answer(200, "<html>"),
                cloud::tokens);
        assertThrows(CloudException.class, () -> connections.renew(old));
        assertEquals(State.CONNECTED, state());
        assertTrue(connections.connection().trouble().isPresent());
        assertEquals("what is good until its end is still given", old, connections.token());
        String used = FakeCloud.fields(cloud.last(FakeCloud.REFRESH)).get("refresh_token");
        virtual.pass(Duration.ofMinutes(2));
        assertEquals(5, cloud.count(FakeCloud.REFRESH));
        assertEquals(used, FakeCloud.fields(cloud.last(FakeCloud.REFRESH)).get("refresh_token"));
        assertNotEquals(old, connections.token());
        assertEquals(Optional.empty(), connections.connection().trouble());
    }

    @Test
    public void onlyADefiniteRefusalEndsTheConnection() throws Exception {
        for (FakeCloud.Reply no : List.of(FakeCloud.error("invalid_grant"), FakeCloud.error("invalid_request"), FakeCloud.answer(401, ""))) {
            pair();
            AccessToken old = connections.token();
            cloud.on(FakeCloud.REFRESH, no);
            assertEquals(AuthException.Code.EXPIRED, assertThrows(AuthException.class, () -> connections.renew(old)).code());
            assertEquals(State.EXPIRED, state());
            assertEquals("people see which project it was", Optional.of("Feature"), connections.connection().project());
            assertEquals(AuthException.Code.EXPIRED, assertThrows(AuthException.class, connections::token).code());
            assertFalse(vault.text(Store.NAME).contains(old.value()));
            assertEquals("auth.expired", warnings.get(0).code());
            int calls = cloud.count(FakeCloud.REFRESH);
            virtual.pass(Duration.ofDays(1));
            assertEquals("no more tries", calls, cloud.count(FakeCloud.REFRESH));
            restart();
            assertEquals(State.EXPIRED, state());
        }
        cloud.on(FakeCloud.REFRESH, cloud::tokens);
        pair();
        assertEquals(State.CONNECTED, state());
        assertTrue(warnings.isEmpty());
    }

    @Test
    public void aWrongProductSecretDoesNotCostTheTokens() throws Exception {
        pair();
        AccessToken old = connections.token();
        cloud.on(FakeCloud.REFRESH, FakeCloud.answer(401, "{\"error\":\"invalid_client\"}"));
        assertEquals(AuthException.Code.REFUSED, assertThrows(AuthException.class, () -> connections.renew(old)).code());
        assertEquals(State.CONNECTED, state());
        assertTrue(connections.connection().trouble().get().contains("provision"));
    }

    @Test
    public void aRestartKeepsConnectionAndProjectWithoutTheNetwork() throws Exception {
        pair();
        AccessToken before = connections.token();
        cloud.on(FakeCloud.ME, FakeCloud.away());
        cloud.on(FakeCloud.REFRESH, FakeCloud.away());
        restart();
        assertEquals(State.CONNECTED, state());
        assertEquals(Optional.of("Feature"), connections.connection().project());
        assertEquals(before, connections.token());
        virtual.pass(LIFE);
        assertThrows("it has ended and cannot be renewed", CloudException.class, connections::token);
        assertEquals(State.CONNECTED, state());
    }

    @Test
    public void refreshedTokensThatCannotBeStoredAreNotUsedAndNotLost() throws Exception {
        pair();
        AccessToken old = connections.token();
        vault.full = true;
        assertEquals(AuthException.Code.STORE, assertThrows(AuthException.class, () -> connections.renew(old)).code());
        assertEquals(old, connections.token());
        vault.full = false;
        virtual.pass(Duration.ofSeconds(6));
        assertEquals("the refresh token was not used twice", 1, cloud.count(FakeCloud.REFRESH));
        assertNotEquals(old, connections.token());
        assertEquals(State.CONNECTED, state());
    }

    @Test
    public void notKnowingTheProjectYetDoesNotUnpair() throws Exception {
        cloud.on(FakeCloud.ME, FakeCloud.away(), FakeCloud.answer(500, ""), FakeCloud.answer(403, "{}"), FakeCloud.answer(200, FakeCloud.PROFILE));
        pair();
        assertEquals(State.CONNECTED, state());
        assertEquals(Optional.empty(), connections.connection().project());
        assertTrue(connections.connection().trouble().isPresent());
        virtual.pass(Duration.ofMinutes(2));
        assertEquals(Optional.of("Feature"), connections.connection().project());
        assertEquals(Optional.empty(), connections.connection().trouble());
    }

    @Test
    public void aProfileOfOddTypesIsReadAsFarAsItGoes() throws Exception {
        cloud.on(FakeCloud.ME, FakeCloud.answer(200,
                "{\"id\":7,\"name\":null,\"project\":{\"id\":\"p9\",\"name\":[]},\"authorization\":{\"expires_at\":\"soon\",\"creator\":3}}"));
        pair();
        assertEquals(Optional.of("p9"), connections.connection().projectId());
        assertEquals(Optional.empty(), connections.connection().project());
        assertEquals(Optional.empty(), connections.connection().validUntil());
        assertEquals(Optional.empty(), connections.connection().trouble());
    }

    @Test
    public void aTokenRefusedByTheProfileIsRenewedOnceAndNotForEver() throws Exception {
        cloud.on(FakeCloud.ME, FakeCloud.answer(401, "{}"));
        pair();
        virtual.pass(Duration.ofMinutes(30));
        assertEquals(1, cloud.count(FakeCloud.REFRESH));
        assertEquals(State.CONNECTED, state());
        assertTrue(connections.connection().trouble().isPresent());
    }

    @Test
    public void unpairingRevokesBothTokensAndForgets() throws Exception {
        pair();
        String access = connections.token().value();
        connections.unpair();
        assertEquals(State.UNPAIRED, state());
        assertEquals(AuthException.Code.NOT_PAIRED, assertThrows(AuthException.class, connections::token).code());
        virtual.settle();
        assertEquals(2, cloud.count(FakeCloud.REVOKE));
        assertEquals(access, FakeCloud.fields(cloud.last(FakeCloud.REVOKE)).get("token"));
        assertFalse(vault.text(Store.NAME).contains(access));
        virtual.pass(Duration.ofDays(1));
        assertEquals(0, cloud.count(FakeCloud.REFRESH));
        connections.unpair();
        assertEquals(State.UNPAIRED, state());
    }

    @Test
    public void anUnpairingThatCannotBeStoredLeavesAConnectionThatIsRefreshed() throws Exception {
        pair();
        vault.full = true;
        assertEquals(AuthException.Code.STORE, assertThrows(AuthException.class, connections::unpair).code());
        assertEquals(State.CONNECTED, state());
        vault.full = false;
        virtual.pass(LIFE);
        assertEquals(1, cloud.count(FakeCloud.REFRESH));
    }

    @Test
    public void unpairingWithoutTheCloudForgetsHereAndRevokesLater() throws Exception {
        pair();
        cloud.on(FakeCloud.REVOKE, FakeCloud.away());
        connections.unpair();
        virtual.settle();
        assertEquals(State.UNPAIRED, state());
        assertTrue(connections.connection().trouble().get().contains("could not be told"));
        assertEquals(Optional.empty(), connections.connection().project());
        restart();
        virtual.pass(Duration.ofMinutes(1));
        cloud.on(FakeCloud.REVOKE, FakeCloud.answer(200, ""), FakeCloud.error("invalid_token"));
        virtual.pass(Duration.ofMinutes(10));
        assertEquals(Optional.empty(), connections.connection().trouble());
        assertFalse(vault.text(Store.NAME).contains("refresh1"));
        int calls = cloud.count(FakeCloud.REVOKE);
        virtual.pass(Duration.ofDays(1));
        assertEquals(calls, cloud.count(FakeCloud.REVOKE));
    }

    /** Grants tokens after somebody has unpaired. */
    private FakeCloud.Reply onceUnpaired(Runnable meanwhile) {
        return call -> {
            try {
                connections.unpair();
            } catch (AuthException full) {
                throw new AssertionError(full);
            }
            meanwhile.run();
            return cloud.tokens(call);
        };
    }

    @Test
    public void tokensThatARefreshBringsAfterUnpairingAreRevoked() throws Exception {
        pair();
        AccessToken old = connections.token();
        cloud.on(FakeCloud.REFRESH, onceUnpaired(() -> { }));
        assertEquals(AuthException.Code.NOT_PAIRED, assertThrows(AuthException.class, () -> connections.renew(old)).code());
        virtual.settle();
        assertEquals(State.UNPAIRED, state());
        assertEquals(4, cloud.count(FakeCloud.REVOKE));
    }

    @Test
    public void tokensThatARefreshBringsAfterAllOthersAreRevokedAreRevokedToo() throws Exception {
        pair();
        AccessToken old = connections.token();
        cloud.on(FakeCloud.REFRESH, onceUnpaired(() -> {
            virtual.settle();
            assertEquals(2, cloud.count(FakeCloud.REVOKE));
        }));
        assertEquals(AuthException.Code.NOT_PAIRED, assertThrows(AuthException.class, () -> connections.renew(old)).code());
        virtual.settle();
        assertEquals(4, cloud.count(FakeCloud.REVOKE));
        assertFalse(vault.text(Store.NAME).contains("refresh2"));
    }

    @Test
    public void aRevocationThatLosesItsClassesIsTriedAgain() throws Exception {
        pair();
        cloud.on(FakeCloud.REVOKE, call -> {
            throw new NoClassDefFoundError("gone");
        }, FakeCloud.answer(200, "{}"));
        connections.unpair();
        virtual.pass(Duration.ofSeconds(6));
        assertEquals(3, cloud.count(FakeCloud.REVOKE));
        assertEquals(Optional.empty(), connections.connection().trouble());
    }

    @Test
    public void aReadingOfTheProjectThatLosesItsClassesIsTriedAgain() throws Exception {
        cloud.on(FakeCloud.ME, call -> {
            throw new NoClassDefFoundError("gone");
        }, FakeCloud.answer(200, FakeCloud.PROFILE));
        pair();
        virtual.pass(Duration.ofSeconds(6));
        assertEquals(Optional.of("p1"), connections.connection().projectId());
        assertEquals(Optional.empty(), connections.connection().trouble());
    }

    @Test
    public void theEndOfTheAuthorisationIsWarnedOf() throws Exception {
        pair();
        assertTrue(warnings.isEmpty());
        virtual.pass(Duration.ofDays(29).plusHours(17));
        assertEquals("auth.ends-within-a-day", warnings.get(0).code());
        virtual.pass(Duration.ofHours(23));
        assertEquals(1, warnings.size());
        assertEquals("auth.ends-within-an-hour", warnings.get(0).code());
        connections.unpair();
        assertTrue(warnings.isEmpty());
    }

    @Test
    public void aDamagedVaultMeansToPairAgain() throws Exception {
        pair();
        vault.damaged = true;
        restart();
        assertEquals(State.EXPIRED, state());
        vault.damaged = false;
        pair();
        assertEquals(State.CONNECTED, state());
        assertEquals(Step.NONE, pairing().step());
    }
}
