package io.rushline.itests.support;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

public class ModuleMakerTest {

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static ModuleMaker maker;

    @BeforeClass
    public static void make() {
        maker = new ModuleMaker(FOLDER.getRoot().toPath());
    }

    /** Each entry's signer, as the JDK sees them when it has read all of it. */
    private static Map<String, CodeSigner[]> signers(Path jar) throws IOException {
        Map<String, CodeSigner[]> signers = new HashMap<>();
        try (JarFile file = new JarFile(jar.toFile(), true)) {
            for (JarEntry entry : file.stream().filter(e -> !e.getName().startsWith("META-INF/")).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    in.readAllBytes();
                }
                signers.put(entry.getName(), entry.getCodeSigners());
            }
        }
        return signers;
    }

    @Test
    public void aNextVersionIsSignedAsAWholeAndOtherwiseTheSame() throws Exception {
        Path next = maker.next("io.rushline.vault", "1.1.0").signed();
        try (JarFile made = new JarFile(next.toFile()); JarFile shipped = new JarFile(ModuleMaker.shipped("io.rushline.vault").toFile())) {
            assertEquals("1.1.0", made.getManifest().getMainAttributes().getValue("Bundle-Version"));
            assertEquals("next", made.getManifest().getMainAttributes().getValue("Rushline-Test"));
            assertEquals(shipped.getManifest().getMainAttributes().getValue("Import-Package"), made.getManifest().getMainAttributes().getValue("Import-Package"));
            assertTrue(shipped.stream().filter(e -> !e.isDirectory()).allMatch(e -> made.getEntry(e.getName()) != null));
        }
        Map<String, CodeSigner[]> signers = signers(next);
        assertTrue(signers.size() > 5);
        signers.forEach((name, signer) -> assertEquals(name, maker.vendor().name(),
                ((X509Certificate) signer[0].getSignerCertPath().getCertificates().get(0)).getSubjectX500Principal().getName()));
    }

    @Test
    public void aSetNamesItsBundles() throws Exception {
        Path set = maker.set("com.example.set", "1.2.0", maker.next("io.rushline.vault", "1.1.0"),
                maker.bundle("com.example.a", "1.0.0").startLevel(9));
        try (JarFile file = new JarFile(set.toFile())) {
            assertEquals("lib/io.rushline.vault-1.1.0.jar,lib/com.example.a-1.0.0.jar;start-level=9",
                    file.getManifest().getMainAttributes().getValue("Rushline-Bundles"));
            byte[] inner = file.getInputStream(file.getEntry("lib/com.example.a-1.0.0.jar")).readAllBytes();
            try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(inner))) {
                assertEquals("com.example.a", jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"));
            }
        }
        assertEquals(2, signers(set).size());
    }

    @Test
    public void damageIsWhatItIsCalled() throws Exception {
        Path good = maker.bundle("com.example.a", "1.0.0").entry("a.txt", "aaaa").signed();
        assertThrows(SecurityException.class, () -> signers(maker.tampered(good)));
        assertNull(signers(maker.smuggled(good, "b.txt", new byte[] {1})).get("b.txt"));
        assertThrows(IOException.class, () -> signers(maker.truncated(good, 0.9)));
        Path flipped = maker.flipped(good, 0.5);
        assertEquals(Files.size(good), Files.size(flipped));
        assertNotEquals(-1L, Files.mismatch(good, flipped));
    }

    @Test
    public void signersAreInTimeOrNot() throws Exception {
        Path folder = FOLDER.getRoot().toPath();
        assertThrows(CertificateExpiredException.class, () -> certificate(Signer.expired(folder, "Old")).checkValidity());
        assertThrows(CertificateNotYetValidException.class, () -> certificate(Signer.notYetValid(folder, "New")).checkValidity());
        certificate(maker.vendor()).checkValidity();
    }

    private static X509Certificate certificate(Signer signer) throws Exception {
        CodeSigner[] signers = signers(maker.bundle("com.example.b", "1.0.0").entry("a.txt", "a").signedBy(signer)).get("a.txt");
        return (X509Certificate) signers[0].getSignerCertPath().getCertificates().get(0);
    }

    @Test
    public void faultsBehaveInAFrameworkAsTheyAreCalled() throws Exception {
        Framework framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, FOLDER.newFolder().toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.apache.felix.hc.api;version=2.0.4"));
        framework.start();
        try {
            Bundle healthy = install(framework, maker.bundle("com.example.healthy", "1.0.0").with(Fault.NONE));
            healthy.start();
            assertEquals(Result.Status.OK, health(framework, healthy));
            Bundle unhealthy = install(framework, maker.bundle("com.example.unhealthy", "1.0.0").with(Fault.UNHEALTHY));
            unhealthy.start();
            assertEquals(Result.Status.CRITICAL, health(framework, unhealthy));
            assertThrows(BundleException.class, install(framework, maker.bundle("com.example.throws", "1.0.0").with(Fault.THROWS))::start);
            assertThrows(BundleException.class, install(framework, maker.bundle("com.example.missing", "1.0.0").missingSomething())::start);
        } finally {
            framework.stop();
            framework.waitForStop(10_000);
        }
    }

    private static Bundle install(Framework framework, ModuleMaker.Draft draft) throws BundleException {
        return framework.getBundleContext().installBundle(draft.signed().toUri().toString());
    }

    private static Result.Status health(Framework framework, Bundle bundle) throws Exception {
        var found = framework.getBundleContext().getServiceReferences(HealthCheck.class, "(" + HealthCheck.TAGS + "=" + bundle.getSymbolicName() + ")");
        return framework.getBundleContext().getService(found.iterator().next()).execute().getStatus();
    }
}
