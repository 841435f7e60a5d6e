package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.NetworkLab;
import io.rushline.itests.support.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** A clip goes on over whatever cable there is, from where it was, without a person. */
public class SwitchIT {

    /** At most; while there are several links they are smaller. */
    private static final long PART_BYTES = 25L << 20;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration RESUMED = Duration.ofSeconds(3);
    private static final String A = NetworkLab.A;
    private static final String B = NetworkLab.B;
    private static final int MEGABITS = 50;
    private static final long CLIP = 200_000_000;
    /** More than a connection's beginning takes. */
    private static final long PAYLOAD = 64 << 10;

    private final NetworkLab lab = new NetworkLab();
    private final Site site = new Site(lab);
    private final List<String> notes = new ArrayList<>();
    private String said = "";

    @Rule
    public final RuleChain rules = RuleChain.outerRule(lab).around(site);

    @Before
    public void pair() throws Exception {
        lab.rate(A, MEGABITS);
        lab.rate(B, MEGABITS);
        site.startAppliance();
        Await.until("both cables have an address", SOON, () -> !lab.address(A).isEmpty() && !lab.address(B).isEmpty());
        site.pair();
    }

    @Test
    public void aClipCrossesThreeSwitches() throws Exception {
        lab.carrier(B, false);
        Await.until("B is gone", SOON, () -> lab.address(B).isEmpty());
        String project = project();
        Path clip = underWay("switched.mov");
        move(clip, A, B, 0.25);
        lab.router(A, 180);
        move(clip, B, A, 0.5);
        assertTrue("another address than before: " + lab.address(A), lab.address(A).startsWith(NetworkLab.net(A) + "18"));
        move(clip, A, B, 0.75);
        JsonNode asset = site.arrives(clip, LIMIT);
        notes.add("bytes of cut parts " + asset.get("bytesInVain").asLong());
        System.out.println("Switches: " + String.join("; ", notes));
        assertEquals("one asset", 1, site.assets("switched.mov").size());
        assertEquals("acknowledged parts sent again", 0, asset.get("bytesTwice").asLong());
        assertEquals("the same pairing", project, project());
    }

    @Test
    public void theOtherCableTakesOverWhenOneIsPulled() throws Exception {
        Path clip = underWay("taken-over.mov");
        received(clip, 0.25);
        lab.carrier(A, false);
        long pulled = System.nanoTime();
        Await.until("NetworkManager has moved the way", SOON, lab::route, route -> route.contains(B));
        notes.add("way moved after " + millis(pulled) + " ms");
        resumes(B, System.nanoTime());
        assertEquals(0, site.arrives(clip, LIMIT).get("bytesTwice").asLong());
        System.out.println("Take-over: " + String.join("; ", notes));
    }

    @Test
    public void networkManagerDiesUnderAnUpload() throws Exception {
        Path clip = underWay("manager.mov");
        received(clip, 0.2);
        lab.killManager();
        received(clip, 0.5);
        lab.startManager();
        comesBack();
        lab.carrier(A, false);
        Await.until("the new one is listened to", SOON, () -> link(A).get("state").asText(), "UNAVAILABLE"::equals);
        arrivesAfterOneCut(clip);
    }

    @Test
    public void theBusDiesUnderAnUpload() throws Exception {
        Path clip = underWay("bus.mov");
        received(clip, 0.2);
        lab.killBus();
        lab.killManager();
        received(clip, 0.5);
        lab.startBus();
        lab.startManager();
        comesBack();
        lab.carrier(A, false);
        Await.until("the new one is listened to", SOON, () -> link(A).get("state").asText(), "UNAVAILABLE"::equals);
        arrivesAfterOneCut(clip);
    }

    /** Nothing that was acknowledged goes again; an acknowledgement may have gone with the cable. */
    private void arrivesAfterOneCut(Path clip) throws Exception {
        long twice = site.arrives(clip, LIMIT).get("bytesTwice").asLong();
        assertTrue(twice + " bytes sent again", twice <= PART_BYTES);
    }

    /** A cable is moved from one network to another, as fast as a person does. */
    private void move(Path clip, String from, String to, double share) throws Exception {
        received(clip, share);
        lab.carrier(from, false);
        Await.pass(Duration.ofSeconds(5));
        note(System.nanoTime());
        lab.carrier(to, true);
        long plugged = System.nanoTime();
        Await.until(to + " has an address", SOON, () -> !lab.address(to).isEmpty());
        long up = System.nanoTime();
        notes.add(from + " to " + to + ": address after " + millis(plugged) + " ms");
        Await.until("the cloud's name is known", SOON, () -> {
            lab.nearly("getent", "ahostsv4", NetworkLab.CLOUD);
            return true;
        });
        notes.add("name after " + millis(plugged) + " ms");
        resumes(to, up);
    }

    private void resumes(String link, long up) throws Exception {
        long before = lab.sent(link);
        Await.until("bytes go over " + link, LIMIT, () -> {
            note(up);
            return lab.sent(link) - before > PAYLOAD;
        });
        long resumed = millis(up);
        notes.add("bytes after " + resumed + " ms");
        assertTrue(String.join("; ", notes), resumed <= RESUMED.toMillis());
    }

    /** What the appliance says while a person waits, whenever it is something else. */
    private void note(long since) {
        JsonNode status = site.api().get("/api/v1/status");
        List<String> links = new ArrayList<>();
        status.at("/network/links").forEach(l -> links.add(l.get("name").asText() + " " + l.get("state").asText()));
        String says = links + " " + status.at("/network/reach").asText() + " \"" + status.at("/uploader/why").asText("") + "\"";
        if (!says.equals(said)) {
            said = says;
            notes.add("\n after " + millis(since) + " ms it says " + says);
        }
    }

    private void comesBack() {
        for (String name : List.of(A, B)) {
            Await.until(name + " comes back", SOON, () -> link(name), l -> l.get("state").asText().equals("CONNECTED") && l.hasNonNull("profile"));
        }
        Await.until("known networks are there", SOON, () -> !site.api().get("/api/v1/network/profiles").get("profiles").isEmpty());
    }

    private Path underWay(String name) throws Exception {
        Path clip = site.record(name, CLIP);
        received(clip, 0);
        return clip;
    }

    /** Waits until more than that share of a clip has arrived. */
    private void received(Path clip, double share) {
        Await.until(share + " of the clip has arrived", LIMIT, () -> site.assets(clip.getFileName().toString()).stream()
                .mapToLong(a -> a.get("bytesStored").asLong()).sum(), n -> n > share * CLIP);
    }

    private String project() {
        return site.api().get("/api/v1/connection").get("projectId").asText();
    }

    private JsonNode link(String name) {
        return NetworksIT.find(site.api().get("/api/v1/network").get("links"), name);
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }
}
