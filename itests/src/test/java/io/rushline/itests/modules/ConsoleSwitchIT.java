package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** The console is asked by a browser to replace itself: it answers before it goes, and the browser goes on with the next one as if nothing had been. */
public class ConsoleSwitchIT {

    private static final String CONSOLE = "io.rushline.console";
    private static final String PASSWORD = "correct horse battery";

    @ClassRule
    public static final Site SITE = new Site();

    private static Installer installer;

    @BeforeClass
    public static void start() throws IOException {
        installer = new Installer(SITE);
        // Not opened to the network, the server does not start anew when the password is set.
        installer.start(4, Map.of(), "--set", "io.rushline.console:remoteAccess=false"); // time for the page's next stream
        SITE.pair();
    }

    @Test
    public void itAnswersBeforeItGoesAndTheSessionAndTheStreamComeBack() throws Exception {
        SITE.api().post("/api/v1/password", "{\"password\": \"" + PASSWORD + "\"}");
        URI base = SITE.api().base();
        Browser browser = new Browser(base);
        assertEquals("without login nobody gets in", 401, browser.get("/api/v1/modules").statusCode());
        assertEquals(200, browser.post("/api/v1/login", Map.of("name", "admin", "password", PASSWORD)).statusCode());
        Path clip = installer.uploading("console.mov");
        String id = installer.staged(installer.maker.next(CONSOLE, "1.1.0").signed());
        ExecutorService reading = Executors.newSingleThreadExecutor();
        try {
            List<String> first = new CopyOnWriteArrayList<>();
            Future<Integer> stream = reading.submit(() -> browser.events("/api/v1/events", first::add));
            Await.until("the stream begins", Duration.ofSeconds(30), () -> first.contains("status"));

            HttpResponse<String> answer = browser.post("/api/v1/modules/install", Map.of("ids", List.of(id)));
            assertEquals(answer.body(), 202, answer.statusCode());
            JsonNode update = Api.JSON.readTree(answer.body());
            assertEquals(CONSOLE, update.at("/changes/0/module").asText());
            assertEquals("CONSOLE admin", update.at("/by/via").asText() + " " + update.at("/by/name").asText());

            assertEquals("the stream was there, and ends", 200, stream.get().intValue());
            List<String> second = new CopyOnWriteArrayList<>();
            reading.submit(() -> Await.until("it is asked again", Duration.ofSeconds(60), () -> browser.events("/api/v1/events", second::add) == 200));
            Await.until("the stream is back", Duration.ofSeconds(60), () -> second.contains("status"));
            JsonNode ended = Await.until("it is kept", Installer.LIMIT, () -> Api.JSON.readTree(browser.get("/api/v1/modules/updates/" + update.get("id")).body()),
                    u -> u.path("state").asText().equals("COMMITTED"));
            assertEquals("1.1.0", ended.at("/changes/0/to").asText());
            Await.until("the new stream tells", Duration.ofSeconds(30), () -> second.contains("modules"));
            assertEquals("the same login", "admin", Api.JSON.readTree(browser.get("/api/v1/session").body()).get("name").asText());
            assertEquals("the same address", base, address());
        } finally {
            reading.shutdownNow();
        }
        assertEquals("1.1.0", installer.version(CONSOLE));
        installer.arrives(clip);
        installer.kept("rollback");
        assertEquals("and back", "1.0.0", installer.version(CONSOLE));
        assertEquals("still the same login", 200, browser.get("/api/v1/modules").statusCode());
        assertTrue("the old console's login page is there", browser.get("/").statusCode() == 200);
    }

    private static URI address() {
        SITE.findAppliance();
        return SITE.api().base();
    }
}
