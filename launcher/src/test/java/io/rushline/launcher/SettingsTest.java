package io.rushline.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.cm.json.io.Configurations;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SettingsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path home;
    private Distribution distribution;
    private final Features features = new Features(List.of("core"), List.of(), Map.of("pid", Map.of("a", 1, "b", 1, "c", 1, "d", 1)), Map.of());

    @Before
    public void lay() throws IOException {
        distribution = new Distribution(folder.newFolder("dist").toPath());
        home = folder.newFolder("home").toPath();
        Files.createDirectories(distribution.config());
        Files.createDirectories(home.resolve("config"));
        Files.writeString(distribution.config().resolve("core.json"), "{ \"pid\": { \"b:Integer\": 2, \"c:Integer\": 2, \"d:Integer\": 2 } } // mine");
        Files.writeString(distribution.config().resolve("other.json"), "{ \"pid\": { \"a:Integer\": 99 } }");
    }

    @Test
    public void featuresThenDistributionThenHomeThenFlags() throws IOException {
        Files.writeString(home.resolve("config/own.json"), "{ \"pid\": { \"c:Integer\": 3, \"d:Integer\": 3 } }");
        Settings settings = Settings.of(distribution, features, home);
        settings.put("pid", Map.of("d", "4"));
        settings.putIfAbsent("pid", "c", 9);
        settings.putIfAbsent("pid", "e", 9);
        String written = Files.readString(settings.write(home.resolve("all.json")));
        Map<String, Object> pid = Configurations.buildReader().build(new StringReader(written)).readConfigurationResource().getConfigurations().get("pid");
        assertEquals(Map.of("a", 1L, "b", 2L, "c", 3L, "d", "4", "e", 9L), widened(pid));
    }

    private static Map<String, Object> widened(Map<String, Object> values) {
        Map<String, Object> wide = new java.util.HashMap<>(values);
        wide.replaceAll((key, value) -> value instanceof Number number ? number.longValue() : value);
        return wide;
    }

    @Test
    public void aFileThatIsNoJsonIsNamed() throws IOException {
        Path broken = Files.writeString(home.resolve("config/own.json"), "{ \"pid\": { \"c\": } }");
        String message = assertThrows(CommandException.class, () -> Settings.of(distribution, features, home)).getMessage();
        assertTrue(message, message.contains(broken.toString()));
    }
}
