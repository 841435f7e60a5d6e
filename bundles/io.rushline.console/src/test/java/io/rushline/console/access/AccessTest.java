package io.rushline.console.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.Test;

public class AccessTest {

    private static final String HERE = "127.0.0.1";
    private static final String LAN = "192.168.1.7";
    private static final String PASSWORD = "correct horse";

    private final AccessFixture fixture = new AccessFixture();

    @Test
    public void untilAPasswordIsSetOnlyTheApplianceItselfGetsIn() {
        Access access = fixture.start();
        assertEquals(Optional.of(new Caller("local", Role.ADMIN, Caller.Means.LOOPBACK)), stranger(access, HERE));
        assertEquals(Optional.of(new Caller("local", Role.ADMIN, Caller.Means.LOOPBACK)), stranger(access, "0:0:0:0:0:0:0:1"));
        assertEquals(Optional.empty(), stranger(access, LAN));
        assertFalse(access.admits(false));
        assertTrue(access.admits(true));
    }

    @Test
    public void onceAPasswordIsSetEverybodyHasToLogIn() throws Exception {
        Access access = withPassword();
        assertEquals(Optional.empty(), stranger(access, HERE));
        assertTrue(access.admits(false));
        String cookie = access.login("admin", PASSWORD, LAN);
        assertEquals(Optional.of(new Caller("admin", Role.ADMIN, Caller.Means.SESSION)), withCookie(access, cookie));
        assertEquals(Optional.empty(), withCookie(access, cookie + "x"));
    }

    @Test
    public void aWrongPasswordAndAnUnknownNameAreRefusedAlike() throws Exception {
        Access access = withPassword();
        assertCode(AccessException.Code.WRONG_LOGIN, () -> access.login("admin", "wrong", LAN));
        assertCode(AccessException.Code.WRONG_LOGIN, () -> access.login("root", PASSWORD, LAN));
        assertCode(AccessException.Code.WRONG_LOGIN, () -> access.login("root", "", "192.168.1.8"));
    }

    @Test
    public void sessionsSurviveARestartAndEndAfterThirtyDays() throws Exception {
        String cookie = withPassword().login("admin", PASSWORD, LAN);
        fixture.pass(Duration.ofDays(29));
        Access next = fixture.start();
        assertTrue(withCookie(next, cookie).isPresent());
        fixture.pass(Duration.ofDays(1));
        assertFalse(withCookie(next, cookie).isPresent());
        assertFalse(withCookie(fixture.start(), cookie).isPresent());
    }

    @Test
    public void loggingOutEndsTheSessionForGood() throws Exception {
        Access access = withPassword();
        String cookie = access.login("admin", PASSWORD, LAN);
        access.logout(cookie);
        assertFalse(withCookie(access, cookie).isPresent());
        assertFalse(withCookie(fixture.start(), cookie).isPresent());
    }

    @Test
    public void changingThePasswordNeedsTheCurrentOneAndEndsAllOtherSessions() throws Exception {
        Access access = withPassword();
        String before = access.login("admin", PASSWORD, LAN);
        Caller admin = withCookie(access, before).orElseThrow();
        assertCode(AccessException.Code.WRONG_PASSWORD, () -> access.setPassword(admin, Optional.empty(), "another one", LAN));
        String after = access.setPassword(admin, Optional.of(PASSWORD), "another one", LAN);
        assertFalse(withCookie(access, before).isPresent());
        assertTrue(withCookie(access, after).isPresent());
        assertCode(AccessException.Code.WRONG_LOGIN, () -> access.login("admin", PASSWORD, LAN));
        access.login("admin", "another one", "192.168.1.9");
    }

    @Test
    public void aPasswordThatWasChangedWhileItWasCheckedIsWorthNothing() throws Exception {
        Access access = withPassword();
        Caller admin = withCookie(access, access.login("admin", PASSWORD, LAN)).orElseThrow();
        fixture.meanwhile(() -> change(access, admin, PASSWORD, "another one"));
        assertCode(AccessException.Code.WRONG_LOGIN, () -> access.login("admin", PASSWORD, LAN));
        fixture.meanwhile(() -> change(access, admin, "another one", "a third one"));
        assertCode(AccessException.Code.WRONG_PASSWORD, () -> access.setPassword(admin, Optional.of("another one"), "a fourth one", LAN));
        access.login("admin", "a third one", HERE);
    }

    private static void change(Access access, Caller caller, String before, String after) {
        try {
            access.setPassword(caller, Optional.of(before), after, HERE);
        } catch (AccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void theLocalTokenHasAllRightsAndSetsAForgottenPasswordAnew() throws Exception {
        Access access = withPassword();
        Caller local = access.caller(Optional.of(access.localToken()), Optional.empty(), false).orElseThrow();
        assertEquals(Caller.Means.TOKEN, local.means());
        access.setPassword(local, Optional.empty(), "a new password", HERE);
        access.login("admin", "a new password", LAN);
        assertEquals(Optional.empty(), access.caller(Optional.of("guess"), Optional.empty(), true));
        assertNotEquals(access.localToken(), fixture.start().localToken());
    }

    @Test
    public void passwordsTooShortOrTooLongAreRefused() {
        Access access = fixture.start();
        Caller local = stranger(access, HERE).orElseThrow();
        assertCode(AccessException.Code.BAD_PASSWORD, () -> access.setPassword(local, Optional.empty(), "1234567", HERE));
        assertCode(AccessException.Code.BAD_PASSWORD, () -> access.setPassword(local, Optional.empty(), "x".repeat(1025), HERE));
        assertEquals(Optional.of(false), access.passwordSet());
    }

    @Test
    public void whoGuessesHasToWaitLongerAndLonger() throws Exception {
        Access access = withPassword();
        for (int i = 0; i < 3; i++) {
            assertCode(AccessException.Code.WRONG_LOGIN, () -> access.login("admin", "guess", LAN));
        }
        assertCode(AccessException.Code.TOO_MANY, () -> access.login("admin", PASSWORD, LAN));
        access.login("admin", PASSWORD, "192.168.1.8");
        fixture.pass(Duration.ofSeconds(1));
        access.login("admin", PASSWORD, LAN);
        assertCode(AccessException.Code.WRONG_LOGIN, () -> access.login("admin", "guess", LAN));
    }

    @Test
    public void withoutItsDatabaseTheApplianceItselfMayOnlyLook() {
        Access access = fixture.startWithoutDatabase();
        assertEquals(Optional.of(Role.VIEWER), stranger(access, HERE).map(Caller::role));
        assertEquals(Optional.empty(), stranger(access, LAN));
        assertFalse(access.admits(false));
        assertCode(AccessException.Code.STORE, () -> access.login("admin", PASSWORD, HERE));
    }

    @Test
    public void aDatabaseThatCannotBeReadIsTriedUntilItCan() throws Exception {
        withPassword();
        Iterator<Throwable> troubles = List.of(new SQLException("the disk is full"), new NoClassDefFoundError("replaced")).iterator();
        DataSource healing = (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, args) -> {
            if (troubles.hasNext()) {
                throw troubles.next();
            }
            return fixture.database().getConnection();
        });
        Access access = fixture.startWithoutDatabase();
        CountDownLatch read = new CountDownLatch(1);
        access.onChange(read::countDown);
        access.bindStore(healing);
        assertEquals(Optional.empty(), access.passwordSet());
        assertTrue("within 10 s", read.await(10, TimeUnit.SECONDS));
        access.login("admin", PASSWORD, LAN);
        access.stop();
    }

    @Test
    public void whoIsLoggedInStaysSoWhileTheDatabaseIsReplaced() throws Exception {
        Access access = withPassword();
        String cookie = access.login("admin", PASSWORD, LAN);
        access.unbindStore(fixture.database());
        assertTrue(withCookie(access, cookie).isPresent());
        assertCode(AccessException.Code.STORE, () -> access.login("admin", PASSWORD, LAN));
        access.bindStore(fixture.database());
        assertTrue(withCookie(access, cookie).isPresent());
    }

    @Test
    public void neitherPasswordNorCookieIsInTheDatabase() throws Exception {
        String cookie = withPassword().login("admin", PASSWORD, LAN);
        String all = dump("accounts") + dump("sessions");
        assertTrue(all.contains(Secrets.sha256(cookie)));
        assertFalse(all.contains(cookie));
        assertFalse(all.contains(PASSWORD));
    }

    @Test
    public void aLostDatabaseMakesNobodyAdminButTheLocalToken() throws Exception {
        Access access = withPassword();
        fixture.loseDatabase(access);
        assertTrue(access.passwordLost());
        for (Access one : List.of(access, fixture.start(), fixture.startWithoutDatabase())) {
            assertEquals(Optional.empty(), stranger(one, HERE));
            assertTrue(one.admits(false));
        }
        Caller before = new Caller("local", Role.ADMIN, Caller.Means.LOOPBACK);
        assertCode(AccessException.Code.PASSWORD_LOST, () -> access.setPassword(before, Optional.empty(), "by a stranger", HERE));
        Caller token = access.caller(Optional.of(access.localToken()), Optional.empty(), true).orElseThrow();
        access.setPassword(token, Optional.empty(), "a new password", HERE);
        assertFalse(access.passwordLost());
        access.login("admin", "a new password", LAN);
    }

    @Test
    public void thatAPasswordIsSetIsNotedForTheOwnerOnlyAlsoWhereItIsOlderThanTheNote() throws Exception {
        withPassword();
        Path marker = fixture.home().resolve("secrets/admin-password-set");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(marker)));
        Files.delete(marker);
        fixture.start();
        assertTrue(Files.exists(marker));
    }

    private String dump(String table) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Connection db = fixture.database().getConnection();
                Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
            while (row.next()) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    text.append(row.getString(i)).append('\n');
                }
            }
        }
        return text.toString();
    }

    private Access withPassword() throws AccessException {
        Access access = fixture.start();
        access.setPassword(stranger(access, HERE).orElseThrow(), Optional.empty(), PASSWORD, HERE);
        return access;
    }

    private static Optional<Caller> stranger(Access access, String address) {
        return access.caller(Optional.empty(), Optional.empty(), Access.isLoopback(address));
    }

    private static Optional<Caller> withCookie(Access access, String cookie) {
        return access.caller(Optional.empty(), Optional.of(cookie), false);
    }

    private static void assertCode(AccessException.Code code, org.junit.function.ThrowingRunnable call) {
        assertEquals(code, assertThrows(AccessException.class, call).code());
    }
}
