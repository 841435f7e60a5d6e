package io.rushline.fleet.hawkbit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.vault.api.Vault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What may be set, and how the token is kept. */
public class SettingsTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();
    private final Map<String, byte[]> kept = new HashMap<>();

    @Test
    public void withoutASettingThereIsNoServer() {
        assertEquals(Optional.empty(), policy().server());
        assertFalse(policy().allowMetered());
        assertEquals(Optional.empty(), policy().poll());
    }

    @Test
    public void badSettingsAreRefusedWithASentence() {
        for (Object[] bad : List.of(new Object[] {"serverUrl", "http://server.example"}, new Object[] {"serverUrl", "https://user:secret@server.example"},
                new Object[] {"serverUrl", "no address"}, new Object[] {"tenant", "a/b"}, new Object[] {"controllerId", "../x"}, new Object[] {"authorization", "Basic"},
                new Object[] {"pollSeconds", 29}, new Object[] {"pollSeconds", 86_401}, new Object[] {"askPerson", "never"})) {
            IllegalArgumentException refused = assertThrows(bad[0] + " " + bad[1], IllegalArgumentException.class, () -> policy(bad));
            assertTrue(refused.getMessage(), refused.getMessage().contains((String) bad[0]));
            assertFalse(refused.getMessage(), refused.getMessage().contains("secret"));
        }
    }

    @Test
    public void theTokenIsMovedFromItsFileIntoTheVault() throws Exception {
        Path file = home.getRoot().toPath().resolve("token");
        Files.writeString(file, "first\n");
        assertEquals(Optional.of("first"), Token.load(vault(), Optional.of(file), Optional.empty()));
        assertFalse(Files.exists(file));
        assertEquals(Optional.of("first"), Token.load(vault(), Optional.of(file), Optional.empty()));
        assertEquals(Optional.of("second"), Token.load(vault(), Optional.of(file), Optional.of(" second ")));
        assertEquals(Optional.of("second"), Token.load(vault(), Optional.empty(), Optional.empty()));
    }

    @Test
    public void whatIsNoTokenIsRefusedWithoutBeingQuoted() throws Exception {
        Path file = home.getRoot().toPath().resolve("token");
        Files.writeString(file, "two words\r\nX-Header: x");
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Token.load(vault(), Optional.of(file), Optional.empty()));
        assertFalse(refused.getMessage(), refused.getMessage().contains("two"));
        assertTrue(Files.exists(file));
    }

    @Test
    public void theOwnControllerIdIsMadeOnce() throws Exception {
        String made = Notebook.ownId(home.getRoot().toPath().resolve("fleet"));
        assertTrue(made, made.startsWith("rushline-"));
        assertEquals(made, Notebook.ownId(home.getRoot().toPath().resolve("fleet")));
    }

    private Policy policy(Object... set) {
        return Policy.of(SettingsOf.of(set), home.getRoot().toPath());
    }

    private Vault vault() {
        return ComponentTest.vault(kept);
    }
}
