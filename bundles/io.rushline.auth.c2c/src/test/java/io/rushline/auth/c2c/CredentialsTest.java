package io.rushline.auth.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Where a device's name and its product's secret come from. */
public class CredentialsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    private final FakeVault vault = new FakeVault();

    @Test
    public void theDeviceKeepsTheNameItMadeItself() throws Exception {
        String id = load().id();
        assertEquals(36, id.length());
        assertEquals(id, load().id());
    }

    @Test
    public void theSecretOfTheEnvironmentIsGivenOnceAndReplacedByANewerOne() throws Exception {
        assertEquals("without any it is the simulator's", Credentials.DEVELOPMENT, load(" ").secret());
        assertEquals("env", load("env\n").secret());
        assertEquals("env", load().secret());
        assertEquals("newer", load("newer").secret());
    }

    @Test
    public void aFileWithTheSecretMovesIntoOurOwn() throws Exception {
        Path given = Files.writeString(home().resolve("secret"), "issued\n");
        assertEquals("issued", Credentials.load(vault, home(), Optional.of(given), Optional.empty()).secret());
        assertFalse(Files.exists(given));
        assertEquals("issued", Credentials.load(vault, home(), Optional.of(given), Optional.empty()).secret());
        Files.writeString(given, "newer");
        assertEquals("newer", Credentials.load(vault, home(), Optional.of(given), Optional.empty()).secret());
    }

    @Test
    public void bothOutliveADatabaseThatWasSetAside() throws Exception {
        Credentials before = load("issued");
        vault.kept.clear();
        assertEquals(before, load());
    }

    @Test
    public void whatAnOlderVersionKeptInTheVaultMovesIntoTheFile() throws Exception {
        vault.kept.put("auth.c2c.client-id", "unit".getBytes());
        vault.kept.put("auth.c2c.client-secret", "issued".getBytes());
        assertEquals(new Credentials("unit", "issued", true), load());
        vault.kept.clear();
        assertEquals(new Credentials("unit", "issued", true), load());
    }

    @Test
    public void theFileIsSealedAndItsOwnersOnly() throws Exception {
        Files.createDirectory(home().resolve("secrets"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Credentials client = load("issued");
        String content = Files.readString(file());
        assertFalse(content, content.contains("issued") || content.contains(client.id()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())));
        try (Stream<Path> all = Files.list(file().getParent())) {
            assertEquals(List.of(file()), all.toList());
        }
    }

    @Test
    public void withAnotherKeyTheFileIsLeftAloneSoThatTheOldKeyHeals() throws Exception {
        Credentials before = load("issued");
        String content = Files.readString(file());
        vault.key = "another";
        Path given = Files.writeString(home().resolve("secret"), "newer");
        Credentials meanwhile = Credentials.load(vault, home(), Optional.of(given), Optional.empty());
        assertFalse(meanwhile.kept());
        assertNotEquals(before.id(), meanwhile.id());
        assertEquals("newer", meanwhile.secret());
        assertTrue("not kept, hence not deleted", Files.exists(given));
        assertEquals(Credentials.DEVELOPMENT, load().secret());
        assertEquals(content, Files.readString(file()));
        vault.key = "key";
        assertEquals(before, load());
    }

    @Test
    public void nothingSecretIsShown() throws Exception {
        Tokens tokens = new Tokens("topsecret-a", "topsecret-r", 0, 1);
        String shown = new Credentials("topsecret-i", "topsecret-s", true) + " " + new ClientFile.Client("topsecret-i", "topsecret-s") + tokens
                + Saved.EMPTY.with(tokens).revoking(tokens);
        assertFalse(shown, shown.contains("topsecret"));
    }

    private Credentials load() throws Exception {
        return Credentials.load(vault, home(), Optional.empty(), Optional.empty());
    }

    private Credentials load(String environment) throws Exception {
        return Credentials.load(vault, home(), Optional.empty(), Optional.of(environment));
    }

    private Path home() {
        return folder.getRoot().toPath();
    }

    private Path file() {
        return home().resolve("secrets").resolve("client");
    }
}
