package io.rushline.itests.uploader;

import static org.junit.Assert.assertTrue;

import io.rushline.itests.support.Await;
import io.rushline.itests.support.SetClock;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whatever this device's clock shows, clips go up, the cloud learns how long ago they were made, and people are told until the clock is right. */
public class ClockIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration AGE = Duration.ofHours(1);
    private static final long SINCE_1904 = 2_082_844_800L;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    @Rule
    public final Site site = new Site();

    @Test
    public void clipsAreAsOldAsTheyAreByWhateverClock() throws Exception {
        Assume.assumeTrue("a clock of one's own needs Linux and gcc", SetClock.possible());
        SetClock clock = new SetClock(folder.getRoot().toPath());
        site.startAppliance(zone(clock, "Asia/Tokyo"));
        site.pair();
        arrivesAged("right.mov");
        for (Duration ahead : List.of(Duration.ofDays(730), Duration.ofHours(-2))) {
            clock.show(Instant.now().plus(ahead));
            knows(ahead);
            arrivesAged("ahead" + ahead.toHours() + ".mov");
        }
        site.killAppliance();
        Duration neverSet = Duration.between(Instant.now(), Instant.EPOCH.plus(Duration.ofDays(1)));
        clock.show(Instant.now().plus(neverSet));
        site.startAppliance(zone(clock, "America/New_York"));
        knows(neverSet);
        arrivesAged("never-set.mov");
        clock.show(Instant.now());
        knows(Duration.ZERO);
        arrivesAged("set.mov");
    }

    /** One that a camera has dated an hour ago. */
    private void arrivesAged(String name) throws IOException {
        Path growing = site.clips.resolve(".recording");
        int head = 16 + 8 + 108;
        ByteBuffer film = ByteBuffer.allocate(head + 200_000).putInt(16).putInt(0x66747970).putInt(0x69736f6d).putInt(0).putInt(8 + 108).putInt(0x6d6f6f76).putInt(108)
                .putInt(0x6d766864).putInt(0).putInt((int) (Instant.now().minus(AGE).getEpochSecond() + SINCE_1904));
        film.position(head);
        film.putInt(200_000).putInt(0x6d646174).putInt(name.hashCode());
        Files.write(growing, film.array());
        Path clip = Files.move(growing, site.clips.resolve(name));
        long late = site.arrives(clip, LIMIT).get("offset").asLong() - AGE.toSeconds();
        assertTrue(name + " is " + late + " s too old", late >= -5 && late < LIMIT.toSeconds());
    }

    private void knows(Duration ahead) {
        Await.until("the cloud has told the time", LIMIT, () -> site.api().get("/api/v1/network").get("clockAheadSeconds").asLong(Long.MAX_VALUE),
                seconds -> Math.abs(seconds - ahead.toSeconds()) < 60);
        Await.until("people are told as long as it is wrong", LIMIT, () -> site.warnings().contains("network.clock-wrong") != ahead.isZero());
    }

    private static Map<String, String> zone(SetClock clock, String zone) {
        Map<String, String> environment = new HashMap<>(clock.environment());
        environment.put("TZ", zone);
        return environment;
    }
}
