package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Lab;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.Noted;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/**
 * While a clip goes up over a link of 100 Mbit/s, each provider is updated and rolled back, again and again, by a browser that stays logged in: nothing is
 * sent twice or lost, nobody else restarts, and the link is hardly ever idle. {@code RUSHLINE_SWAPS} (1) times each, with clips of {@code RUSHLINE_SWAP_MIB}
 * (512).
 */
public class SwapUnderUploadIT {

    private static final int SWAPS = number("RUSHLINE_SWAPS", 1);
    private static final long CLIP_BYTES = number("RUSHLINE_SWAP_MIB", 512) * 1024L * 1024;
    private static final String UPLOADER = "io.rushline.uploader.c2c";
    private static final String CONSOLE = "io.rushline.console";
    static final List<String> PROVIDERS = List.of(UPLOADER, "io.rushline.queue.derby", "io.rushline.auth.c2c", CONSOLE, "io.rushline.network.jvm",
            "io.rushline.cloud.http");
    private static final String WATCHER = "io.rushline.itests.watcher";
    private static final String LINK = "rate 100;delay 10;queue 1000";
    private static final String PASSWORD = "correct horse";
    private static final Duration LIMIT = Duration.ofSeconds(120);
    /** At 100 Mbit/s: for a switch that takes its time, the grace of the uploader included. */
    private static final long ENOUGH_BYTES = 200_000_000;
    private static final long GOAL_MILLIS = 500;
    /** On a machine that does other things too. */
    private static final long LONGEST_GAP_MILLIS = 3_000;

    private final Lab lab = new Lab();
    private final Site site = new Site(lab);
    @Rule
    public final RuleChain rules = RuleChain.outerRule(lab).around(site);

    private final List<Path> clips = new ArrayList<>();
    private final Map<String, Switches> seen = new LinkedHashMap<>();
    private ModuleMaker maker;
    private Api browser;
    private EventStream page;
    private Wire wire;

    /** What one provider's switches did. */
    private record Switches(List<Long> gapsMillis, List<Long> bytesInVain) {
        Switches() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        long longestGap() {
            return gapsMillis.stream().mapToLong(Long::longValue).max().orElse(0);
        }

        @Override
        public String toString() {
            return "no bytes for " + gapsMillis + " ms, at most " + longestGap() + "; bytes in vain " + bytesInVain + ", in all "
                    + bytesInVain.stream().mapToLong(Long::longValue).sum();
        }
    }

    private static int number(String variable, int otherwise) {
        return Optional.ofNullable(System.getenv(variable)).map(Integer::parseInt).orElse(otherwise);
    }

    @Before
    public void start() throws IOException {
        maker = new ModuleMaker(site.folder("modules"));
        // Not opened to the network, the server does not start anew when the password is set.
        site.startAppliance("--module-trust", maker.vendor().pem(), "--set", "io.rushline.modules:settleSeconds=1", "--set", CONSOLE + ":remoteAccess=false");
        site.pair();
        site.api().post("/api/v1/password", "{\"password\": \"" + PASSWORD + "\"}");
        browser = site.api().loggedIn(PASSWORD);
        committed(install(maker.bundle(WATCHER, "1.0.0").notingEvents().signed()));
        page = new EventStream(browser);
        wire = new Wire(lab);
        lab.link(LINK);
    }

    @After
    public void stop() {
        seen.forEach((provider, switches) -> System.out.println(provider + ": " + switches));
        if (page != null) {
            page.close();
        }
        if (wire != null) {
            wire.close();
        }
    }

    @Test
    public void eachProviderIsUpdatedAndRolledBackWhileClipsGoUp() throws Exception {
        for (int round = 1; round <= SWAPS; round++) {
            String next = "1.0." + round;
            for (String provider : PROVIDERS) {
                Path module = maker.next(provider, next).signed();
                swap(provider, "1.0.0", next, () -> install(module));
                swap(provider, next, "1.0.0", this::rollBack);
            }
        }
        site.findAppliance();
        lab.link("perfect"); // what is left need not take its time
        for (Path clip : clips) {
            JsonNode asset = site.arrives(clip, Duration.ofMinutes(10));
            assertEquals("acknowledged parts are not sent again", 0, asset.get("bytesTwice").asLong());
        }
        assertEquals("assets are made once", clips.size(), site.cloud().get("/_sim/assets").size());
        assertEquals("ADMIN", browser.get("/api/v1/session").path("role").asText());
        assertEquals("the page was never sent away", List.of(), page.refusals());
        long gap = seen.get(UPLOADER).longestGap();
        System.out.println("uploader: longest gap " + gap + " ms, goal " + GOAL_MILLIS + (gap < GOAL_MILLIS ? ": reached" : ": MISSED"));
        assertTrue("no bytes for " + gap + " ms", gap < LONGEST_GAP_MILLIS);
    }

    private void swap(String provider, String from, String to, Supplier<JsonNode> door) throws IOException {
        keepBusy();
        long wasted = bytesInVain();
        Noted noted = new Noted(site.home);
        int connections = page.connections();
        wire.mark();
        JsonNode update = committed(door.get());
        assertEquals(provider + " " + from + " -> " + to, changes(update));
        Await.until("bytes leave again", LIMIT, wire::moves);
        Wire.Gap gap = wire.longest();
        Switches switches = seen.computeIfAbsent(provider, p -> new Switches());
        switches.gapsMillis.add(gap.millis());
        switches.bytesInVain.add(bytesInVain() - wasted);
        noted.restartedAlone(provider, from, to);
        System.out.println(provider + " " + from + " -> " + to + ": no bytes for " + gap.millis() + " ms; from then on in ms: " + noted.lines().stream()
                .filter(note -> !note.contains(" lost ")).map(note -> note.split(" ")[1] + " " + (Long.parseLong(note.split(" ")[0]) - gap.from())).toList());
        if (provider.equals(CONSOLE)) {
            Await.until("the page is connected again", LIMIT, () -> page.connections() > connections);
            long told = page.statuses();
            Await.until("and told what there is", LIMIT, () -> page.statuses() > 0 && page.statuses() >= told);
        } else {
            assertEquals("the page stayed connected", connections, page.connections());
        }
    }

    /** Sees to it that a clip is under way that lasts longer than the next switch. */
    private void keepBusy() throws IOException {
        long left = browser.get("/api/v1/status").at("/queue/remainingBytes").asLong();
        if (left < ENOUGH_BYTES) {
            Path clip = site.folder("added").resolve("clip" + clips.size() + ".mov");
            Site.fill(clip, CLIP_BYTES, clips.size());
            browser.post("/api/v1/queue", "{\"path\": \"" + clip + "\"}");
            clips.add(clip);
        }
        String name = clips.get(clips.size() - 1).getFileName().toString();
        Await.until(name + " is under way", LIMIT, () -> site.assets(name).stream().anyMatch(a -> a.path("partsReceived").asInt() > 0) && wire.moves());
    }

    private JsonNode install(Path module) {
        JsonNode staged = browser.upload("/api/v1/modules/staged?name=" + module.getFileName(), module);
        return browser.post("/api/v1/modules/install", "{\"ids\": [" + staged.get("id") + "]}");
    }

    private JsonNode rollBack() {
        return browser.post("/api/v1/modules/rollback", "{}");
    }

    private JsonNode committed(JsonNode update) {
        String path = "/api/v1/modules/updates/" + update.get("id").asText();
        JsonNode ended = Await.until("the update has ended", LIMIT, () -> browser.get(path), u -> !u.path("endedAt").isNull());
        assertEquals(ended.toString(), "COMMITTED", ended.get("state").asText());
        return ended;
    }

    private static String changes(JsonNode update) {
        List<String> all = new ArrayList<>();
        update.get("changes").forEach(c -> all.add(c.get("module").asText() + " " + c.get("from").asText() + " -> " + c.get("to").asText()));
        return String.join(", ", all);
    }

    private long bytesInVain() {
        return site.cloud().get("/_sim/state").at("/counters/bytesInVain").asLong();
    }
}
