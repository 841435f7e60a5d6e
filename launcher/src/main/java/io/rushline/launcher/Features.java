package io.rushline.launcher;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.cm.json.io.Configurations;
import org.apache.felix.feature.impl.FeatureServiceImpl;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.FeatureConfiguration;
import org.osgi.service.feature.FeatureExtension;
import org.osgi.service.feature.FeatureService;
import org.osgi.service.feature.ID;

/**
 * A feature with all features it requires, flattened: what is installed, at which start level, with which configuration.
 *
 * @param names               of the features, required ones first
 * @param bundles             by their id, required ones first
 * @param configurations      by PID; a later feature's entry takes the place of an earlier one's
 * @param frameworkProperties launching properties of the framework
 */
record Features(List<String> names, List<FeatureBundle> bundles, Map<String, Map<String, Object>> configurations,
        Map<String, String> frameworkProperties) {

    private static final FeatureService SERVICE = new FeatureServiceImpl();

    /**
     * Reads a feature and what it requires.
     *
     * @param name a file of the folder without {@code .json}, or a path to a feature file whose required features are looked up in the folder
     * @throws CommandException where one is missing or cannot be read
     */
    static Features read(Path folder, String name) {
        Features all = new Features(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        all.add(folder, name, new ArrayList<>());
        return all;
    }

    /** Reads a bundle's id: {@code group:artifact:version}. */
    static ID id(String text) {
        return SERVICE.getIDfromMavenCoordinates(text);
    }

    private void add(Path folder, String name, List<String> path) {
        if (names.contains(name)) {
            return;
        }
        if (path.contains(name)) {
            throw new CommandException("Features require one another in a circle: " + String.join(" → ", path) + " → " + name + ".");
        }
        path.add(name);
        Feature feature = read(name.endsWith(".json") ? Path.of(name) : folder.resolve(name + ".json"));
        for (String required : strings(feature, "requires")) {
            add(folder, required, path);
        }
        path.remove(name);
        names.add(name);
        for (FeatureBundle bundle : feature.getBundles()) {
            if (bundles.stream().noneMatch(b -> b.getID().equals(bundle.getID()))) {
                bundles.add(bundle);
            }
        }
        for (FeatureConfiguration configuration : feature.getConfigurations().values()) {
            configurations.put(configuration.getPid(), configuration.getValues());
        }
        frameworkProperties.putAll(properties(feature, "framework-properties"));
    }

    private static Feature read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CommandException("There is no feature " + file + ". Name one of those in the features folder, or the path of a feature file.");
        }
        try (Reader reader = Configurations.jsonCommentAwareReader(Files.newBufferedReader(file))) {
            return SERVICE.readFeature(reader);
        } catch (IOException | RuntimeException e) {
            throw new CommandException("The feature " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static List<String> strings(Feature feature, String extension) {
        FeatureExtension found = feature.getExtensions().get(extension);
        return found == null ? List.of() : found.getText();
    }

    private static Map<String, String> properties(Feature feature, String extension) {
        FeatureExtension found = feature.getExtensions().get(extension);
        if (found == null) {
            return Map.of();
        }
        Map<String, String> properties = new LinkedHashMap<>();
        try (JsonReader reader = Json.createReader(new StringReader(found.getJSON()))) {
            JsonObject object = reader.readObject();
            object.keySet().forEach(key -> properties.put(key, object.getString(key)));
        }
        return properties;
    }
}
