package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Fault;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Site;
import io.rushline.itests.support.VendorRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What a repository offers is downloaded now and installed later, also when the appliance starts anew meanwhile. */
public class RepositoryLaterIT {

    private static final String NAME = "com.vendor.later";

    @Rule
    public final Site site = new Site();

    private Installer installer;
    private VendorRepository repository;
    private Path module;

    @Before
    public void start() throws IOException {
        installer = new Installer(site);
        repository = new VendorRepository(site.folder("repository"));
        module = installer.maker.bundle(NAME, "1.0.0").with(Fault.NONE).signed();
        repository.publish("stable", module);
        startAppliance();
        site.pair();
    }

    private void startAppliance() {
        installer.start(Map.of(), "--set", "io.rushline.modules.repository:indexUrl=" + repository.indexUrl(), "--set", "io.rushline.modules.repository:trustPemFile=" + repository.pem());
    }

    @After
    public void stop() {
        repository.close();
    }

    @Test
    public void whatWaitsForItsTimeIsInstalledThenAlsoAfterACut() throws Exception {
        Instant time = Instant.now().plusSeconds(90); // well after the 30 s in which nothing begins that was asked for before a start
        JsonNode update = scheduled(time.toString());
        site.killAppliance();
        startAppliance();
        stillWaits(update);
        installedAfter(time, update);
    }

    @Test
    public void whatWaitsUntilNothingIsSentIsInstalledThenAlsoAfterARestart() throws Exception {
        Path clip = installer.uploading("idle.mov");
        JsonNode update = scheduled("idle");
        installer.stop();
        startAppliance();
        Await.pass(Duration.ofSeconds(75)); // longer than nothing may be sent
        stillWaits(update);
        installer.arrives(clip);
        installedAfter(Instant.now().plusSeconds(50), update);
    }

    private JsonNode scheduled(String when) {
        Rushline.Result result = installer.ctl("update", NAME, "--when", when);
        assertEquals(result.toString(), 0, result.status());
        JsonNode update = Installer.json(result);
        stillWaits(update);
        return update;
    }

    private void stillWaits(JsonNode update) {
        JsonNode now = installer.awaitState(update, "SCHEDULED", "COMMITTED");
        assertEquals(now.toString(), "SCHEDULED", now.get("state").asText());
        assertEquals("it has come", List.of(NAME), site.api().get("/api/v1/modules/staged").get("modules").findValuesAsText("name"));
        assertEquals("it does not run", "", installer.version(NAME));
    }

    private void installedAfter(Instant earliest, JsonNode update) throws IOException {
        Instant ended = Instant.parse(installer.awaitState(update, "COMMITTED").get("endedAt").asText());
        assertTrue(ended + " is after " + earliest, ended.isAfter(earliest));
        assertEquals("1.0.0", installer.version(NAME));
        assertEquals("it has come once", Files.size(module), repository.bytesSent());
    }
}
