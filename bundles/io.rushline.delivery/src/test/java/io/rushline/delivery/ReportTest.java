package io.rushline.delivery;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.AbandonedAsset;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.Reason;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class ReportTest {

    private TestServer server;

    @Before
    public void start() throws Exception {
        server = new TestServer();
    }

    @After
    public void stop() throws Exception {
        server.close();
    }

    private static void assertHas(String page, String... texts) {
        for (String text : texts) {
            assertTrue(text + " in " + page, page.contains(text));
        }
    }

    @Test
    public void eachClipIsToldWithItsTimesWaysAndChecksums() throws Exception {
        server.queue.items.add(FakeQueue.delivered(7, "A001.mov", FakeQueue.SUMS));
        server.queue.items.add(FakeQueue.delivered(6, "A002.mov", FakeQueue.SUMS));
        server.queue.items.add(FakeQueue.other(5, "B001.mov", ItemState.FAILED, new Reason("media.gone", "The file is gone.", "Put it back.")));
        server.queue.abandoned.add(new AbandonedAsset(new ItemId(5), "B001.mov", Optional.empty(), Optional.of("p1"),
                new Reason("cloud.lost", "The answer was lost.", ""), FakeQueue.MADE));
        server.queue.abandoned.add(new AbandonedAsset(new ItemId(9), "other.mov", Optional.empty(), Optional.of("p9"), new Reason("x", "X.", ""), FakeQueue.MADE));
        HttpResponse<String> answer = server.get("p1/report.html");
        assertEquals("text/html;charset=utf-8", answer.headers().firstValue("Content-Type").orElse("").replace(" ", "").toLowerCase());
        String page = answer.body();
        assertHas(page, "Delivery to <bdi>Day 1</bdi>", "2026-11-24 11:11:12 +01:00", "2 clips delivered, 1 clip not delivered.");
        assertHas(page, "<bdi>A001.mov</bdi>", "<span title=\"1500000 bytes\">1.50 MB</span>", "2026-11-24 09:00:00 +01:00", "2026-11-24 09:02:00 +01:00",
                "2026-11-24 09:03:00 +01:00", "2026-11-24 09:04:00 +01:00", "wlan0 (Wi-Fi), eth0 (Ethernet)", "asset-7<br>version of old-asset",
                FakeQueue.SUMS.sha256(), FakeQueue.SUMS.xxh128());
        assertHas(page, "Total: 2 clips, <span title=\"3000000 bytes\">3.00 MB</span>");
        assertHas(page, "failed", "The file is gone. Put it back.", "media.gone");
        assertHas(page, "The answer was lost.", "not known");
        assertFalse("of another project", page.contains("other.mov"));
    }

    @Test
    public void hostileTextIsShownAndDoesNothing() throws Exception {
        String hostile = "<script>alert(1)</script>\u0007\u202Evom.\"'&";
        server.queue.projects.set(0, new Project("p1", hostile));
        server.queue.items.add(FakeQueue.delivered(1, hostile, FakeQueue.SUMS));
        server.queue.items.add(FakeQueue.other(2, hostile, ItemState.FAILED, new Reason(hostile, hostile, hostile)));
        server.queue.abandoned.add(new AbandonedAsset(new ItemId(2), hostile, Optional.of(hostile), Optional.of("p1"), new Reason(hostile, hostile, ""),
                FakeQueue.MADE));
        String page = server.get("p1/report.html").body();
        assertFalse(page.contains("<script"));
        assertFalse(page.contains("\u202E"));
        assertFalse(page.contains("\u0007"));
        assertHas(page, "&lt;script&gt;alert(1)&lt;/script&gt;\\u{7}\\u{202E}vom.&#34;&#39;&amp;");
    }

    @Test
    public void thePageMayUseItsOwnStyleAndNothingElse() throws Exception {
        HttpResponse<String> answer = server.get("p1/report.html");
        String style = answer.body().substring(answer.body().indexOf("<style>") + 7, answer.body().indexOf("</style>"));
        String hash = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes("UTF-8")));
        assertEquals("default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                answer.headers().firstValue("Content-Security-Policy").orElse(""));
    }
}
