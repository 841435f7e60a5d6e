package io.rushline.delivery;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rushline.queue.api.AbandonedAsset;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.Reason;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class DeliveryServletTest {

    private TestServer server;

    @Before
    public void start() throws Exception {
        server = new TestServer();
    }

    @After
    public void stop() throws Exception {
        server.close();
    }

    private static void assertProblem(int status, String code, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode());
        JsonNode problem = new JsonMapper().readTree(answer.body());
        assertEquals(code, problem.path("code").asText());
        assertTrue(problem.path("title").asText(), problem.path("title").asText().endsWith("."));
        assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
    }

    @Test
    public void aStrangerGetsNothing() throws Exception {
        for (String path : new String[] {"", "p1/manifest.mhl", "p1/report.html", "nothing"}) {
            assertProblem(401, "access.login", server.send("GET", path));
        }
    }

    @Test
    public void theProjectsAreListedWithCountsAndLinks() throws Exception {
        server.queue.projects.add(new Project("p 2", "Day <2>"));
        server.queue.items.add(FakeQueue.delivered(5, "A.mov", FakeQueue.SUMS));
        server.queue.items.add(FakeQueue.delivered(4, "B.mov", FakeQueue.SUMS));
        server.queue.items.add(FakeQueue.other(3, "C.mov", ItemState.FAILED, new Reason("media.gone", "The file is gone.", "")));
        server.queue.items.add(FakeQueue.other(2, "D.mov", ItemState.HELD, new Reason("queue.manual", "Held.", "")));
        server.queue.items.add(FakeQueue.other(1, "E.mov", ItemState.CANCELLED, new Reason("queue.cancelled", "Cancelled.", "")));
        server.queue.abandoned.add(new AbandonedAsset(new ItemId(3), "C.mov", Optional.of("a"), Optional.of("p1"), new Reason("x", "X.", ""), FakeQueue.MADE));
        HttpResponse<String> answer = server.get("");
        assertEquals(200, answer.statusCode());
        JsonNode list = new JsonMapper().readTree(answer.body());
        assertEquals("{\"id\":\"p1\",\"name\":\"Day 1\",\"delivered\":2,\"open\":1,\"failed\":1,\"cancelled\":1,\"abandonedAssets\":1,"
                + "\"manifest\":\"/api/v1/delivery/p1/manifest.mhl\",\"report\":\"/api/v1/delivery/p1/report.html\"}", list.get(0).toString());
        assertEquals("/api/v1/delivery/p%202/report.html", list.get(1).path("report").asText());
        assertEquals(200, server.get("p%202/report.html").statusCode());
    }

    @Test
    public void aQueueThatIsAwayOrDoesNotAnswerIsSaidSo() throws Exception {
        server.queue.broken = true;
        for (String path : new String[] {"", "p1/manifest.mhl", "p1/report.html"}) {
            assertProblem(503, "queue.store", server.get(path));
        }
        server.servlet.queue = null;
        assertProblem(503, "queue.away", server.get("p1/manifest.mhl"));
    }

    @Test
    public void aReportThatBreaksOffDoesNotLookComplete() throws Exception {
        for (int i = 3500; i > 0; i--) {
            server.queue.items.add(FakeQueue.delivered(i, "A" + i + ".mov", FakeQueue.SUMS));
        }
        server.queue.beforePage = offset -> server.queue.broken = offset >= 2000;
        assertThrows(IOException.class, () -> server.get("p1/manifest.mhl"));
        server.queue.broken = false;
        assertThrows(IOException.class, () -> server.get("p1/report.html"));
    }

    @Test
    public void whatIsNotThereIsNotThere() throws Exception {
        for (String path : new String[] {"p9/report.html", "p1/", "p1", "p1/else", "report.html", "p1/x/report.html"}) {
            assertProblem(404, "request.unknown-path", server.get(path));
        }
        HttpResponse<String> post = server.send("POST", "p1/report.html", "X-Test-User", "ada");
        assertProblem(405, "request.method", post);
        assertEquals("GET, HEAD", post.headers().firstValue("Allow").orElse(""));
    }
}
