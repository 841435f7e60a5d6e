package io.rushline.itests.uploader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Sha256;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;

/** What happens to clips when the authorisation ends, when their project changes or goes, and while it does not want them. */
public class ConnectionIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long BYTES = 100_000;

    @ClassRule
    public static final Site SITE = new Site();

    @Rule
    public final TestName test = new TestName();

    private String project;

    @BeforeClass
    public static void start() {
        SITE.startAppliance();
    }

    @Before
    public void pair() throws IOException {
        project = newProject(test.getMethodName());
        SITE.pair(project);
        SITE.awaitBound();
    }

    @After
    public void mend() {
        SITE.noFaults();
    }

    @Test
    public void aTokenThatIsRefusedIsRenewedOnceForAllClips() throws Exception {
        Set<String> ends = new TreeSet<>();
        ends.add(authorizedUntil());
        long refused = refusals("/v2/auth/token");
        SITE.faults("{\"latencyMillis\": 700, \"status\": [{\"path\": \"/v2/devices/assets\", \"code\": 401, \"count\": 2}]}");
        List<Path> clips = List.of(SITE.add("first.mov", BYTES), SITE.add("second.mov", BYTES));
        // Each refresh moves the end of the authorisation.
        Await.until("both have arrived", LIMIT, () -> {
            ends.add(authorizedUntil());
            return clips.stream().noneMatch(clip -> SITE.complete(name(clip)).isEmpty());
        });
        for (Path clip : clips) {
            arrives(clip, project);
        }
        assertEquals("one refresh: " + ends, 2, ends.size());
        assertEquals("the cloud was asked with good tokens only", refused, refusals("/v2/auth/token"));
    }

    @Test
    public void anAuthorisationThatIsTakenAwayEndsTheConnectionAndLosesNothing() throws Exception {
        SITE.cloud().post("/_sim/revoke", "{}");
        Path clip = SITE.add("revoked.mov", BYTES);
        Await.until("people are told", LIMIT, SITE::warnings, codes -> codes.contains("auth.expired"));
        assertEquals("EXPIRED", SITE.api().get("/api/v1/connection").get("state").asText());
        // Whether it is in line, or was tried with the last token.
        assertTrue(Set.of("WAITING", "UPLOADING", "RETRYING").contains(state("revoked.mov")));
        SITE.pair(project);
        arrives(clip, project);
        assertTrue("the warning is taken back", !SITE.warnings().contains("auth.expired"));
    }

    @Test
    public void aProjectThatIsRenamedIsTheSame() throws Exception {
        SITE.cloud().post("/_sim/projects", "{\"id\": \"" + project + "\", \"name\": \"Renamed\"}");
        Await.until("the new name shows", LIMIT, () -> SITE.api().get("/api/v1/connection").get("project").asText(), "Renamed"::equals);
        arrives(SITE.add("renamed.mov", BYTES), project);
    }

    @Test
    public void theClipsOfAProjectThatIsDeletedWaitForAPersonsWord() throws Exception {
        SITE.cloud().delete("/_sim/projects/" + project);
        Path clip = SITE.add("homeless.mov", BYTES);
        Await.until("the connection ends", LIMIT, () -> SITE.api().get("/api/v1/connection").get("state").asText(), "EXPIRED"::equals);
        String other = newProject("other");
        SITE.pair(other);
        JsonNode item = SITE.item("homeless.mov", "HELD", LIMIT);
        assertEquals("queue.other-project", item.at("/reason/code").asText());
        assertEquals("nothing is sent unasked", 0, SITE.assets("homeless.mov").size());
        resume(item);
        arrives(clip, other);
    }

    @Test
    public void noneOfFiveClipsOfOneProjectReachesTheNextUnlessAPersonSaysSo() throws Exception {
        SITE.faults("{\"bytesPerSecond\": 100000}");
        List<Path> clips = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            clips.add(SITE.add("five-" + i + ".mov", 1_000_000));
        }
        Await.until("the first is under way", LIMIT, () -> SITE.assets("five-1.mov").size(), n -> n == 1);
        String other = newProject("B");
        SITE.pair(other);
        SITE.noFaults();
        List<JsonNode> held = new ArrayList<>();
        for (Path clip : clips) {
            JsonNode item = SITE.item(name(clip), "HELD", LIMIT);
            assertEquals("queue.other-project", item.at("/reason/code").asText());
            held.add(item);
        }
        Path another = SITE.add("of-b.mov", BYTES);
        arrives(another, other);
        assertEquals("none of A's is in B", 1, inProject(other));
        resume(held.get(0));
        resume(held.get(4));
        arrives(clips.get(0), other);
        arrives(clips.get(4), other);
        assertEquals(3, inProject(other));
        SITE.pair(project);
        for (Path clip : clips.subList(1, 4)) {
            arrives(clip, project);
        }
        assertEquals("those that were kept stayed away from B", 3, inProject(other));
    }

    @Test
    public void whatIsRecordedWhileItsChannelIsPausedIsHeld() throws Exception {
        pause(true);
        Await.until("the socket tells", LIMIT, () -> SITE.api().get("/api/v1/connection").get("channels").findValuesAsText("paused"),
                paused -> paused.contains("true"));
        Path inside = clip("inside.mov", Instant.now());
        JsonNode held = SITE.item("inside.mov", "HELD", LIMIT);
        assertEquals("queue.channel-paused", held.at("/reason/code").asText());
        arrives(clip("before.mov", Instant.now().minusSeconds(3_600)), project);
        // Offsets are whole seconds: the clip must not seem to be made after the pause.
        Await.pass(Duration.ofSeconds(2));
        pause(false);
        Await.until("the socket tells", LIMIT, () -> SITE.api().get("/api/v1/connection").get("channels").findValuesAsText("paused"),
                paused -> !paused.contains("true"));
        arrives(clip("after.mov", Instant.now()), project);
        assertEquals("also after the pause", "HELD", state(name(inside)));
        assertEquals(0, SITE.assets(name(inside)).size());
        resume(held);
        // The cloud does not want it: it is asked, since a person said so, and what it says is shown.
        assertEquals("channel.paused", SITE.item(name(inside), "FAILED", LIMIT).at("/reason/code").asText());
    }

    private static Path clip(String name, Instant made) throws IOException {
        Path clip = SITE.folder("added").resolve(name);
        Site.fill(clip, BYTES, name.hashCode());
        Files.setLastModifiedTime(clip, FileTime.from(made));
        SITE.add(clip);
        return clip;
    }

    private static void pause(boolean on) {
        SITE.cloud().post("/_sim/pause", "{\"paused\": " + on + ", \"channel\": 0}");
    }

    private static String newProject(String name) {
        return SITE.cloud().post("/_sim/projects", "{\"name\": \"" + name + "\"}").get("id").asText();
    }

    private static void resume(JsonNode item) {
        SITE.api().post("/api/v1/queue/" + item.get("id") + "/resume", "{}");
    }

    private static String name(Path clip) {
        return clip.getFileName().toString();
    }

    private static String state(String name) {
        return SITE.api().get("/api/v1/queue?text=" + name).at("/items/0/state").asText();
    }

    private static String authorizedUntil() {
        return SITE.cloud().get("/_sim/state").get("devices").findValuesAsText("authorizedUntil").stream().filter(end -> !end.equals("null")).findFirst().orElse("");
    }

    private static long inProject(String id) {
        return SITE.cloud().get("/_sim/assets").findValuesAsText("projectId").stream().filter(id::equals).count();
    }

    private static long refusals(String path) {
        return SITE.cloud().get("/_sim/state").get("refusals").findValuesAsText("path").stream().filter(path::equals).count();
    }

    /** It is complete, once, in that project. */
    private static void arrives(Path clip, String project) throws IOException {
        SITE.item(name(clip), "COMPLETED", LIMIT);
        // What was on its way when the device was paired anew may still have arrived where it belonged.
        List<JsonNode> complete = Await.until("one complete asset of " + name(clip), LIMIT, () -> SITE.complete(name(clip)).stream()
                .filter(a -> a.get("projectId").asText().equals(project)).toList(), assets -> assets.size() == 1);
        assertEquals(Sha256.of(clip), complete.get(0).get("sha256").asText());
    }
}
