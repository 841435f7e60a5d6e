package io.rushline.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FeaturesTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path feature(String name, String requires, String rest) throws IOException {
        return Files.writeString(folder.getRoot().toPath().resolve(name + ".json"), """
                { "feature-resource-version": "1.0", "id": "test:%s:1.0.0", // a comment
                  %s
                  "extensions": { "requires": { "kind": "mandatory", "type": "text", "text": [%s] } } }
                """.formatted(name, rest, requires));
    }

    @Test
    public void requiredFeaturesComeFirstAndOnce() throws IOException {
        feature("base", "", "\"bundles\": [ { \"id\": \"g:base:1\", \"start-level\": 1 } ],");
        feature("left", "\"base\"", "\"bundles\": [ { \"id\": \"g:left:1\" } ],");
        feature("right", "\"base\"", "\"bundles\": [ { \"id\": \"g:right:1\" }, { \"id\": \"g:base:1\" } ],");
        Path top = feature("top", "\"left\", \"right\"", "");
        for (String name : List.of("top", top.toString())) {
            Features all = Features.read(folder.getRoot().toPath(), name);
            assertEquals(List.of("base", "left", "right", name), all.names());
            assertEquals(List.of("base", "left", "right"), all.bundles().stream().map(b -> b.getID().getArtifactId()).toList());
        }
    }

    @Test
    public void aLaterFeaturesConfigurationTakesThePlaceOfAnEarlierOnes() throws IOException {
        feature("base", "", "\"configurations\": { \"pid\": { \"a:Integer\": 1 } },");
        feature("top", "\"base\"", "\"configurations\": { \"pid\": { \"a:Integer\": 2 } },");
        assertEquals(Map.of("a", 2), Features.read(folder.getRoot().toPath(), "top").configurations().get("pid"));
    }

    @Test
    public void aCircleAndAMissingFeatureAreNamed() throws IOException {
        feature("one", "\"two\"", "");
        feature("two", "\"one\"", "");
        feature("three", "\"four\"", "");
        assertTrue(refusal("one").contains("one → two → one"));
        assertTrue(refusal("three").contains("four.json"));
    }

    private String refusal(String name) {
        return assertThrows(CommandException.class, () -> Features.read(folder.getRoot().toPath(), name)).getMessage();
    }
}
