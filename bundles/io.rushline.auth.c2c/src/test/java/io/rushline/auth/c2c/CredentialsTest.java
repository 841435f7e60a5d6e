package io.rushline.auth.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
        String id = Credentials.load(vault, Optional.empty(), Optional.empty()).id();
        assertEquals(36, id.length());
        assertEquals(id, Credentials.load(vault, Optional.empty(), Optional.empty()).id());
        assertNotEquals(id, Credentials.load(new FakeVault(), Optional.empty(), Optional.empty()).id());
    }

    @Test
    public void theSecretOfTheEnvironmentIsGivenOnceAndReplacedByANewerOne() throws Exception {
        assertEquals("without any it is the simulator's", Credentials.DEVELOPMENT, Credentials.load(vault, Optional.empty(), Optional.of(" ")).secret());
        assertEquals("env", Credentials.load(vault, Optional.empty(), Optional.of("env\n")).secret());
        assertEquals("env", Credentials.load(vault, Optional.empty(), Optional.empty()).secret());
        assertEquals("newer", Credentials.load(vault, Optional.empty(), Optional.of("newer")).secret());
    }

    @Test
    public void aFileWithTheSecretMovesIntoTheVault() throws Exception {
        Path file = Files.writeString(folder.getRoot().toPath().resolve("secret"), "issued\n");
        assertEquals("issued", Credentials.load(vault, Optional.of(file), Optional.empty()).secret());
        assertFalse(Files.exists(file));
        assertEquals("issued", Credentials.load(vault, Optional.of(file), Optional.empty()).secret());
        Files.writeString(file, "newer");
        assertEquals("newer", Credentials.load(vault, Optional.of(file), Optional.empty()).secret());
    }

    @Test
    public void nothingSecretIsShown() throws Exception {
        Tokens tokens = new Tokens("topsecret-a", "topsecret-r", 0, 1);
        String shown = new Credentials("topsecret-i", "topsecret-s") + " " + tokens + Saved.EMPTY.with(tokens).revoking(tokens);
        assertFalse(shown, shown.contains("topsecret"));
    }
}
