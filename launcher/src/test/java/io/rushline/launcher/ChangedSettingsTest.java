package io.rushline.launcher;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ChangedSettingsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void whatHasChangedSinceTheLastStartIsForgottenAndNothingElse() throws IOException {
        try (Home home = Home.open(folder.getRoot().toPath())) {
            Path stamp = Files.writeString(home.file("cache.stamp"), "good");
            Path one = configuration(home, "a.one");
            Path two = configuration(home, "b.two");
            ChangedSettings.write(settings(3, 7), home);
            ChangedSettings.write(settings(3, 7), home);
            assertTrue(Files.exists(stamp) && Files.exists(one) && Files.exists(two));
            ChangedSettings.write(settings(5, 7), home);
            assertFalse("the Configurator's memory goes with the cache", Files.exists(stamp));
            assertFalse(Files.exists(one));
            assertTrue("what was changed in the Web Console", Files.exists(two));
        }
    }

    @Test
    public void whatIsSetNoMoreIsForgotten() throws IOException {
        try (Home home = Home.open(folder.getRoot().toPath())) {
            Path stamp = Files.writeString(home.file("cache.stamp"), "good");
            Path one = configuration(home, "a.one");
            Path two = configuration(home, "b.two");
            ChangedSettings.write(settings(3, 7), home);
            Settings fewer = new Settings();
            fewer.put("a.one", Map.of("n", 3));
            ChangedSettings.write(fewer, home);
            assertFalse(Files.exists(stamp));
            assertFalse(Files.exists(two));
            assertTrue(Files.exists(one));
        }
    }

    @Test
    public void halfWrittenSettingsOfTheLastStartChangeNothing() throws IOException {
        try (Home home = Home.open(folder.getRoot().toPath())) {
            Path one = configuration(home, "a.one");
            Files.writeString(home.file("run/configuration.json"), "{ \"a.one\": { ");
            ChangedSettings.write(settings(3, 7), home);
            assertTrue(Files.exists(one));
        }
    }

    private static Settings settings(int one, int two) {
        Settings settings = new Settings();
        settings.put("a.one", Map.of("n", one));
        settings.put("b.two", Map.of("n", two));
        return settings;
    }

    private static Path configuration(Home home, String pid) throws IOException {
        Path file = home.file("configurations").resolve(pid.replace('.', '/') + ".config");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "service.pid=\"" + pid + "\"\n");
    }
}
