package io.rushline.itests.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Rushline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Runs a test inside the appliance: the very jars that ship, as the feature names them, on a home of the test's own. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class DistributionTest {

    protected static final Duration LIMIT = Duration.ofSeconds(60);

    @Inject
    protected BundleContext context;

    /** Called outside the container, before it starts. */
    @Configuration
    public Option[] appliance() throws IOException {
        Path home = Files.createTempDirectory("rushline-container-");
        Map<String, Option> bundles = new LinkedHashMap<>();
        collect("appliance", bundles);
        return options(
                junitBundles(),
                frameworkStartLevel(10),
                frameworkProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"),
                frameworkProperty("felix.webconsole.security.providers").value("rushline"),
                // As the launcher's: see SHARED_PACKAGES there.
                systemPackages("org.slf4j;version=1.7.36", "org.slf4j;version=2.0.17", "org.slf4j.spi;version=2.0.17", "org.slf4j.event;version=2.0.17",
                        "org.slf4j.helpers;version=1.7.36", "org.slf4j.helpers;version=2.0.17", "org.osgi.service.log;version=1.5.0",
                        "io.rushline.host.api;version=1.0.0", "jakarta.json;version=2.1.0",
                        "jakarta.json.stream;version=2.1.0", "jakarta.json.spi;version=2.1.0"),
                frameworkProperty("rushline.home").value(home.toString()),
                frameworkProperty("rushline.version").value("1.0.0"),
                frameworkProperty("felix.cm.dir").value(home.resolve("configurations").toString()),
                frameworkProperty("org.osgi.service.http.port").value("0"),
                frameworkProperty("org.apache.felix.http.host").value("127.0.0.1"),
                frameworkProperty("org.apache.felix.jettyEE10.enable").value("true"),
                frameworkProperty("configurator.initial").value(configuration(home)),
                composite(bundles.values().toArray(Option[]::new)));
    }

    /** Configurator JSON; tests may add to it. */
    protected String configuration(Path home) throws IOException {
        return configuration(Map.of());
    }

    protected static String configuration(Map<String, Map<String, Object>> byPid) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>(Map.of(":configurator:resource-version", 1, ":configurator:symbolic-name", "io.rushline.itests",
                ":configurator:version", "1.0.0"));
        document.putAll(byPid);
        return Api.JSON.writeValueAsString(document);
    }

    private static void collect(String feature, Map<String, Option> bundles) throws IOException {
        JsonNode read = Api.JSON.reader().with(JsonParser.Feature.ALLOW_COMMENTS)
                .readTree(Files.readString(Rushline.distribution().resolve("features/" + feature + ".json")));
        for (JsonNode required : read.at("/extensions/requires/text")) {
            collect(required.asText(), bundles);
        }
        for (JsonNode bundle : read.path("bundles")) {
            String[] id = bundle.get("id").asText().split(":");
            Path jar = Rushline.distribution().resolve("bundles/" + id[1] + "-" + id[2] + ".jar");
            Path shared = Rushline.distribution().resolve("lib/" + id[1] + "-" + id[2] + ".jar");
            bundles.put(id[1], bundle((Files.exists(jar) ? jar : shared).toUri().toString()).startLevel(bundle.get("start-level").asInt()));
        }
    }

    /** The service, once it is there, whoever offers it. */
    protected <S> S service(Class<S> type) {
        return Await.until("a " + type.getSimpleName(), LIMIT, () -> services(type).stream().findFirst().orElse(null), s -> s != null);
    }

    protected <S> List<S> services(Class<S> type) {
        List<S> found = new ArrayList<>();
        try {
            ServiceReference<?>[] references = context.getAllServiceReferences(type.getName(), null);
            for (ServiceReference<?> reference : references == null ? new ServiceReference<?>[0] : references) {
                Object service = context.getService(reference);
                if (type.isInstance(service)) {
                    found.add(type.cast(service));
                }
            }
            return found;
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    protected Bundle bundleNamed(String symbolicName) {
        return Arrays.stream(context.getBundles()).filter(b -> symbolicName.equals(b.getSymbolicName())).findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + symbolicName));
    }

    /** A bundle that is stopped until it is closed. */
    protected final class Stopped implements AutoCloseable {
        private final Bundle bundle;

        protected Stopped(String symbolicName) {
            bundle = bundleNamed(symbolicName);
            try {
                bundle.stop();
            } catch (BundleException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            try {
                bundle.start();
            } catch (BundleException e) {
                throw new AssertionError(e);
            }
        }
    }

    protected static Path temporaryFile(String name, long bytes) {
        try {
            Path file = Files.createTempDirectory("rushline-clip-").resolve(name);
            io.rushline.itests.support.Site.fill(file, bytes, name.hashCode());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
