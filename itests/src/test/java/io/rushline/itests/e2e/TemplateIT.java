package io.rushline.itests.e2e;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.itests.support.ModuleMaker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a vendor does with {@code bundles/_template}: copies it out of the house, gives it a name, builds and signs it. */
public class TemplateIT {

    private static final String NAME = "com.acme.deck";
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Path project;
    private Path repository;

    @Before
    public void copy() throws IOException {
        project = temporary.getRoot().toPath().resolve(NAME);
        repository = temporary.newFolder("repository").toPath();
        Path template = TOP.resolve("bundles/_template");
        try (Stream<Path> all = Files.walk(template)) {
            for (Path file : all.filter(Files::isRegularFile).filter(f -> !template.relativize(f).startsWith("target")).toList()) {
                Path copy = project.resolve(template.relativize(file).toString().replace("com/example/recorder", NAME.replace('.', '/')));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace("com.example.recorder", NAME));
            }
        }
        link(Path.of(System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository")), repository);
        install("rushline", TOP.resolve("pom.xml"));
        for (String contract : List.of("io.rushline.recorder.api", "io.rushline.status.api")) {
            Path at = install(contract, TOP.resolve("bundles/" + contract + "/pom.xml"));
            Files.copy(ModuleMaker.shipped(contract), at.resolve(contract + "-1.0.0.jar"));
        }
    }

    /** All that Maven has on this machine, but nothing of ours. */
    private static void link(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> all = Files.list(from)) {
            for (Path each : all.toList()) {
                if (each.endsWith("io")) {
                    link(each, to.resolve("io"));
                } else if (!each.endsWith("io/rushline")) {
                    Files.createSymbolicLink(to.resolve(each.getFileName()), each);
                }
            }
        }
    }

    /** As {@code mvn install} in a checkout does. */
    private Path install(String artifact, Path pom) throws IOException {
        Path at = Files.createDirectories(repository.resolve("io/rushline/" + artifact + "/1.0.0"));
        Files.copy(pom, at.resolve(artifact + "-1.0.0.pom"));
        return at;
    }

    @Test
    public void aVendorsModuleIsBuiltTestedAndSignedOutsideOfTheHouse() throws Exception {
        Path jar = project.resolve("target/" + NAME + "-1.0.0.jar");
        maven(Map.of());
        assertTrue("its own test ran", Files.exists(project.resolve("target/surefire-reports/TEST-" + NAME + ".ExampleRecorderTest.xml")));
        assertEquals("nobody has signed it", new TreeSet<>(List.of("")), signers(jar));

        Path set = project.resolve("deck.rlm");
        run(Map.of(), TOP.resolve("launcher/sign").toString(), "--module", NAME, "--version", "1.0.0", "--out", set.toString(), jar + ";start-level=9");
        assertEquals(new TreeSet<>(List.of("CN=Rushline developer, O=Made on this machine")), signers(set));
        try (JarFile file = new JarFile(set.toFile())) {
            assertEquals("lib/" + NAME + "-1.0.0.jar;start-level=9", file.getManifest().getMainAttributes().getValue("Rushline-Bundles"));
        }

        Path developer = TOP.resolve("launcher/target/developer");
        String password = Files.readString(developer.resolve("password"));
        String said = maven(Map.of("RUSHLINE_KEYSTORE", developer.resolve("key.p12").toString(), "RUSHLINE_KEY_ALIAS", "developer", "RUSHLINE_KEY_PASSWORD", password));
        assertFalse("the password is in no log", said.contains(password));
        assertEquals(new TreeSet<>(List.of("CN=Rushline developer, O=Made on this machine")), signers(jar));
        assertTrue(run(Map.of(), javaTool("jarsigner"), "-verify", jar.toString()).contains("jar verified."));
        try (JarFile file = new JarFile(jar.toFile())) {
            assertEquals(NAME, file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"));
            assertEquals("9", file.getManifest().getMainAttributes().getValue("Rushline-Start-Level"));
        }
    }

    /** Who has signed its entries; nobody is the empty name. */
    private static TreeSet<String> signers(Path jar) throws IOException {
        TreeSet<String> signers = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile(), true)) {
            for (JarEntry entry : file.stream().filter(e -> !e.isDirectory() && !e.getName().matches("META-INF/[^/]+")).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    in.readAllBytes();
                }
                CodeSigner[] by = entry.getCodeSigners();
                signers.add(by == null ? "" : ((X509Certificate) by[0].getSignerCertPath().getCertificates().get(0)).getSubjectX500Principal().toString());
            }
        }
        return signers;
    }

    private String maven(Map<String, String> environment) throws Exception {
        return run(environment, "mvn", "-B", "-e", "-Dmaven.repo.local=" + repository, "verify");
    }

    private static String javaTool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private String run(Map<String, String> environment, String... command) throws Exception {
        Path out = temporary.newFile().toPath();
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("RUSHLINE_KEY") || name.startsWith("MAVEN"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(600, TimeUnit.SECONDS);
        process.destroy();
        String said = Files.readString(out);
        assertTrue(String.join(" ", command) + " takes too long:\n" + said, ended);
        assertEquals(String.join(" ", command) + ":\n" + said, 0, process.exitValue());
        return said;
    }
}
