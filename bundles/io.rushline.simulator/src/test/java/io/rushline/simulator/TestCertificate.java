package io.rushline.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** Runs keytool once for all tests of a class. */
final class TestCertificate extends ExternalResource {

    private final TemporaryFolder folder = new TemporaryFolder();

    @Override
    protected void before() throws IOException {
        folder.create();
        Path made = folder.getRoot().toPath();
        Certificate.in(made, "127.0.0.1", made.resolve("trust.pem"), Clock.systemUTC());
    }

    @Override
    protected void after() {
        folder.delete();
    }

    void copyTo(Path cloud) throws IOException {
        Files.copy(folder.getRoot().toPath().resolve("tls.p12"), cloud.resolve("tls.p12"));
    }
}
