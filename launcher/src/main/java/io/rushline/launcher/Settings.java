package io.rushline.launcher;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.cm.json.io.ConfigurationReader;
import org.apache.felix.cm.json.io.ConfigurationResource;
import org.apache.felix.cm.json.io.Configurations;

/**
 * What the Configurator is given: the configurations of the features, then the files of the distribution's {@code config}, then those of the
 * home's, then the flags; each source's keys take the place of the earlier ones'.
 */
final class Settings {

    private final Map<String, Hashtable<String, Object>> byPid = new LinkedHashMap<>();

    static Settings of(Distribution distribution, Features features, Path home) {
        Settings settings = new Settings();
        features.configurations().forEach(settings::put);
        for (String name : features.names()) {
            settings.readFile(distribution.config().resolve(name + ".json"));
        }
        Path own = home.resolve("config");
        if (Files.isDirectory(own)) {
            try (Stream<Path> files = Files.list(own)) {
                files.filter(f -> f.toString().endsWith(".json")).sorted().forEach(settings::readFile);
            } catch (IOException e) {
                throw new CommandException("The folder " + own + " cannot be read (" + e + ").", e);
            }
        }
        return settings;
    }

    /** Sets some keys of one configuration. */
    void put(String pid, Map<String, ?> values) {
        byPid.computeIfAbsent(pid, p -> new Hashtable<>()).putAll(values);
    }

    /** Sets a key of one configuration that no file sets. */
    void putIfAbsent(String pid, String key, Object value) {
        byPid.computeIfAbsent(pid, p -> new Hashtable<>()).putIfAbsent(key, value);
    }

    private void readFile(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        try (Reader in = Configurations.jsonCommentAwareReader(Files.newBufferedReader(file))) {
            ConfigurationReader reader = Configurations.buildReader().verifyAsBundleResource(true).withIdentifier(file.toString()).build(in);
            reader.readConfigurationResource().getConfigurations().forEach(this::put);
            List<String> errors = reader.getIgnoredErrors();
            if (!errors.isEmpty()) {
                throw new CommandException("The configuration " + file + " has errors: " + String.join("; ", errors) + ". Correct them and start again.");
            }
        } catch (IOException e) {
            throw new CommandException("The configuration " + file + " cannot be read: " + e.getMessage() + ". Correct it and start again.", e);
        }
    }

    /** Writes them where the Configurator reads them. */
    Path write(Path file) {
        try (Writer out = Files.newBufferedWriter(file)) {
            ConfigurationResource all = new ConfigurationResource();
            all.getProperties().put(ConfigurationResource.CONFIGURATOR_PROPERTY_PREFIX + "resource-version", 1);
            all.getProperties().put(ConfigurationResource.CONFIGURATOR_PROPERTY_PREFIX + "symbolic-name", "io.rushline.launcher");
            all.getProperties().put(ConfigurationResource.CONFIGURATOR_PROPERTY_PREFIX + "version", "1.0.0");
            all.getConfigurations().putAll(byPid);
            Configurations.buildWriter().build(out).writeConfigurationResource(all);
            return file;
        } catch (IOException e) {
            throw new CommandException("The home's disk cannot be written (" + e + "). Free space on it.", e);
        }
    }
}
