package io.rushline.launcher;

import io.rushline.launcher.module.Hashes;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.felix.cm.json.io.Configurations;

/**
 * Build step: writes the features of the sources into the distribution, each bundle with the SHA-256 of the very jar that ships. Fails where a
 * feature names a jar that is not there, or a jar is there that no feature names.
 */
public final class FeatureSealer {

    private final Distribution distribution;
    private final TreeSet<String> unnamed = new TreeSet<>();

    private FeatureSealer(Distribution distribution) {
        this.distribution = distribution;
    }

    /** @param args the folder of the features, the folder of the distribution */
    public static void main(String[] args) throws IOException {
        new FeatureSealer(new Distribution(Path.of(args[1]))).seal(Path.of(args[0]));
    }

    private void seal(Path sources) throws IOException {
        try (Stream<Path> jars = Files.list(distribution.root().resolve("bundles"))) {
            jars.forEach(jar -> unnamed.add(jar.getFileName().toString()));
        }
        Files.createDirectories(distribution.features());
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                sealOne(file);
            }
        }
        if (!unnamed.isEmpty()) {
            throw new IllegalStateException("No feature names these jars of the distribution: " + unnamed);
        }
    }

    private void sealOne(Path source) throws IOException {
        JsonObject feature;
        try (JsonReader reader = Json.createReader(Configurations.jsonCommentAwareReader(Files.newBufferedReader(source)))) {
            feature = reader.readObject();
        }
        JsonArrayBuilder bundles = Json.createArrayBuilder();
        for (JsonValue bundle : feature.getOrDefault("bundles", JsonValue.EMPTY_JSON_ARRAY).asJsonArray()) {
            bundles.add(withHash(source, bundle.asJsonObject()));
        }
        JsonObjectBuilder sealed = Json.createObjectBuilder(feature);
        if (feature.containsKey("bundles")) {
            sealed.add("bundles", bundles);
        }
        Path target = distribution.features().resolve(source.getFileName().toString());
        try (Writer out = Files.newBufferedWriter(target);
                JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(out)) {
            writer.writeObject(sealed.build());
        }
    }

    private JsonObject withHash(Path source, JsonObject bundle) throws IOException {
        Path jar = distribution.jar(Features.id(bundle.getString("id")));
        if (!Files.exists(jar)) {
            throw new IllegalStateException(source + " names " + bundle.getString("id") + ", but the distribution has no " + jar
                    + ": name it in launcher/pom.xml too, in the same version");
        }
        unnamed.remove(jar.getFileName().toString());
        return Json.createObjectBuilder(bundle).add("hash", "sha256:" + Hashes.sha256(jar)).build();
    }
}
