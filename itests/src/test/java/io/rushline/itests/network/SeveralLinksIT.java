package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.NetworkLab;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** A clip goes over two links at once, and over the one that is left when the other one dies. */
public class SeveralLinksIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(30);
    /** From the death of a link on, and how long the other one is then looked at. */
    private static final Duration RECOVERY = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofSeconds(6);
    private static final String A = NetworkLab.A;
    private static final String B = NetworkLab.B;
    private static final int FAST = 20;
    private static final int SLOW = 10;
    private static final double USED = 0.9;
    private static final long CLIP = 200_000_000;
    /** More than a connection's beginning takes. */
    private static final long PAYLOAD = 64 << 10;

    private final NetworkLab lab = new NetworkLab();
    private final Site site = new Site(lab);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(lab).around(site);

    @Before
    public void pair() throws Exception {
        site.startAppliance();
        for (String link : new String[] {A, B}) {
            Await.until(link + " has a way of its own", SOON, () -> lab.route(lab.address(link)), route -> route.contains("dev " + link));
        }
        site.pair();
        lab.rate(A, FAST);
        lab.rate(B, SLOW);
    }

    @Test
    public void aClipUsesBoth() throws Exception {
        long before = sent();
        Path clip = site.record("both.mov", CLIP);
        Await.until("bytes go out", LIMIT, () -> sent() - before > PAYLOAD);
        long began = System.nanoTime();
        long fast = lab.sent(A);
        long slow = lab.sent(B);
        Await.until("all of it has arrived", LIMIT, () -> received("both.mov"), n -> n == CLIP);
        double seconds = (System.nanoTime() - began) / 1e9;
        double onFast = megabits(lab.sent(A) - fast) / seconds;
        double onSlow = megabits(lab.sent(B) - slow) / seconds;
        double clipRate = megabits(CLIP) / seconds;
        System.out.printf("Both links: %.1f s, %.2f of %d and %.2f of %d Mbit/s, the clip alone %.2f%n", seconds, onFast, FAST, onSlow, SLOW, clipRate);
        assertEquals("acknowledged parts sent again", 0, site.arrives(clip, LIMIT).get("bytesTwice").asLong());
        assertTrue("of " + (FAST + SLOW) + " Mbit/s: " + (onFast + onSlow), onFast + onSlow >= USED * (FAST + SLOW));
    }

    @Test
    public void theSlowOneCarriesOnWhenTheFastOneDies() throws Exception {
        carriesOn(A, B, SLOW);
    }

    @Test
    public void theFastOneCarriesOnWhenTheSlowOneDies() throws Exception {
        carriesOn(B, A, FAST);
    }

    private void carriesOn(String dying, String other, int megabits) throws Exception {
        Path clip = site.record("half.mov", CLIP);
        Await.until("bytes arrive", LIMIT, () -> received("half.mov"), n -> n > CLIP / 4);
        lab.carrier(dying, false);
        Await.pass(RECOVERY);
        long began = System.nanoTime();
        long before = lab.sent(other);
        Await.pass(LOOK);
        double rate = megabits(lab.sent(other) - before) / ((System.nanoTime() - began) / 1e9);
        System.out.printf("One link died: the other one carries %.2f of %d Mbit/s, from 3 s after that on%n", rate, megabits);
        assertTrue("of " + megabits + " Mbit/s: " + rate, rate >= USED * megabits);
        JsonNode asset = site.arrives(clip, LIMIT);
        assertEquals("acknowledged parts sent again", 0, asset.get("bytesTwice").asLong());
    }

    private long sent() throws IOException {
        return lab.sent(A) + lab.sent(B);
    }

    private long received(String name) {
        return site.assets(name).stream().mapToLong(asset -> asset.get("bytesStored").asLong()).sum();
    }

    private static double megabits(long bytes) {
        return bytes * 8 / 1e6;
    }
}
