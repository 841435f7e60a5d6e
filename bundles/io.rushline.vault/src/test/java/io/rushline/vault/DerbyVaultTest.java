package io.rushline.vault;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.status.api.Warning;
import io.rushline.vault.api.VaultException;
import io.rushline.vault.api.VaultException.Code;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DerbyVaultTest {

    private static final byte[] SECRET = "the very refresh token".getBytes(StandardCharsets.UTF_8);
    private static final EmbeddedDataSource DATABASE = new EmbeddedDataSource();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    private final List<Warning> warnings = new ArrayList<>();
    private Path home;
    private Path keyFile;

    @BeforeClass
    public static void createTable() throws Exception {
        System.setProperty("derby.stream.error.method", DerbyVaultTest.class.getName() + ".silence");
        DATABASE.setDatabaseName("memory:vault");
        DATABASE.setCreateDatabase("create");
        try (InputStream sql = DerbyVaultTest.class.getResourceAsStream("/migrations/001_create_secrets.sql")) {
            execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8).trim().replaceAll(";$", ""));
        }
    }

    public static java.io.OutputStream silence() {
        return java.io.OutputStream.nullOutputStream();
    }

    @AfterClass
    public static void drop() {
        DATABASE.setCreateDatabase(null);
        DATABASE.setConnectionAttributes("drop=true");
        assertThrows(SQLException.class, DATABASE::getConnection);
    }

    @Before
    public void empty() throws Exception {
        home = folder.getRoot().toPath();
        keyFile = home.resolve("secrets").resolve("vault.key");
        execute("DELETE FROM secrets");
    }

    @Test
    public void aSecretIsReadBackAfterARestart() throws Exception {
        open().put("auth.tokens", SECRET);
        assertArrayEquals(SECRET, open().get("auth.tokens").get());
        assertEquals(List.of(), warnings);
    }

    @Test
    public void aSecretIsReplacedAndForgotten() throws Exception {
        DerbyVault vault = open();
        vault.put("a", SECRET);
        vault.put("a", new byte[0]);
        assertArrayEquals(new byte[0], vault.get("a").get());
        vault.remove("a");
        vault.remove("a");
        assertEquals(Optional.empty(), vault.get("a"));
    }

    @Test
    public void aSecretOfHalfAMegabyteIsKept() throws Exception {
        byte[] large = new byte[500_000];
        large[large.length - 1] = 1;
        open().put("a", large);
        assertArrayEquals(large, open().get("a").get());
    }

    @Test
    public void noSecretIsInTheDatabaseInClearAndNoTwoSealsAreTheSame() throws Exception {
        DerbyVault vault = open();
        byte[] sealed = vault.seal("purpose", SECRET);
        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("refresh"));
        assertFalse(java.util.Arrays.equals(sealed, vault.seal("purpose", SECRET)));
        assertArrayEquals(SECRET, vault.open("purpose", sealed));
    }

    @Test
    public void anyChangedByteAnotherPurposeAndAShortArrayAreTampering() throws Exception {
        DerbyVault vault = open();
        byte[] sealed = vault.seal("purpose", SECRET);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertCode(Code.TAMPERED, () -> vault.open("purpose", changed));
        }
        assertCode(Code.TAMPERED, () -> vault.open("purposf", sealed));
        assertCode(Code.TAMPERED, () -> vault.open("purpose", java.util.Arrays.copyOf(sealed, 20)));
        assertCode(Code.TAMPERED, () -> vault.open("purpose", new byte[0]));
    }

    @Test
    public void aSecretMovedToAnotherNameDoesNotOpen() throws Exception {
        DerbyVault vault = open();
        vault.put("a", SECRET);
        execute("UPDATE secrets SET name = 'b'");
        assertCode(Code.TAMPERED, () -> vault.get("b"));
    }

    @Test
    public void theKeyIsForItsOwnerOnly() throws Exception {
        open();
        assertEquals(32, Files.size(keyFile));
        assertEquals("rw-------", permissions(keyFile));
        assertEquals("rwx------", permissions(keyFile.getParent()));
    }

    @Test
    public void aKeyThatOthersCanReadIsClosedToThemWithAWarning() throws Exception {
        open().put("a", SECRET);
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r--r--"));
        assertArrayEquals(SECRET, open().get("a").get());
        assertEquals("rw-------", permissions(keyFile));
        assertWarned("vault.key-was-readable");
    }

    @Test
    public void aKeyOfTheWrongLengthIsRefusedAndNotOverwrittenUntilItIsPutRight() throws Exception {
        open().put("a", SECRET);
        byte[] key = Files.readAllBytes(keyFile);
        Files.write(keyFile, new byte[31]);
        DerbyVault vault = open();
        assertWarned("vault.key-unusable");
        assertCode(Code.UNAVAILABLE, () -> vault.get("a"));
        assertCode(Code.UNAVAILABLE, () -> vault.seal("purpose", SECRET));
        assertEquals(31, Files.size(keyFile));
        Files.write(keyFile, key);
        assertArrayEquals(SECRET, vault.get("a").get());
        assertEquals(List.of(), warnings);
    }

    @Test
    public void warningsEndWithTheVault() throws Exception {
        open().put("a", SECRET);
        Files.delete(keyFile);
        DerbyVault vault = open();
        assertWarned("vault.key-missing");
        vault.close();
        assertEquals(List.of(), warnings);
    }

    @Test
    public void aMissingKeyIsSaidAloudAndSecretsCanBeKeptAgain() throws Exception {
        open().put("a", SECRET);
        Files.delete(keyFile);
        DerbyVault vault = open();
        assertWarned("vault.key-missing");
        assertCode(Code.TAMPERED, () -> vault.get("a"));
        vault.put("a", SECRET);
        assertArrayEquals(SECRET, vault.get("a").get());
    }

    @Test
    public void aMissingKeyWithoutSecretsIsANewAppliance() throws Exception {
        open();
        Files.delete(keyFile);
        open();
        assertEquals(List.of(), warnings);
    }

    @Test
    public void anUnfinishedKeyOfAnInterruptedStartIsReplaced() throws Exception {
        Files.createDirectories(keyFile.getParent());
        Files.write(keyFile.resolveSibling("vault.key.new"), new byte[7]);
        open();
        assertEquals(32, Files.size(keyFile));
        assertFalse(Files.exists(keyFile.resolveSibling("vault.key.new")));
    }

    @Test
    public void aDatabaseThatIsGoneIsSaidToBeUnavailable() throws Exception {
        DerbyVault vault = open();
        execute("RENAME TABLE secrets TO elsewhere");
        try {
            assertCode(Code.UNAVAILABLE, () -> vault.get("a"));
            assertCode(Code.UNAVAILABLE, () -> {
                vault.put("a", SECRET);
                return null;
            });
        } finally {
            execute("RENAME TABLE elsewhere TO secrets");
        }
    }

    private DerbyVault open() {
        return new DerbyVault(home, DATABASE, new SecureRandom(), Clock.systemUTC(), warning -> {
            warnings.add(warning);
            return () -> warnings.remove(warning);
        });
    }

    private interface Call {
        Object run() throws VaultException;
    }

    private static void assertCode(Code code, Call call) {
        assertEquals(code, assertThrows(VaultException.class, call::run).code());
    }

    private void assertWarned(String code) {
        assertTrue(warnings.toString(), warnings.stream().anyMatch(warning -> warning.code().equals(code)));
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DATABASE.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
