package io.rushline.console.event;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Connector;
import io.rushline.console.FakeConnector;
import io.rushline.console.FakeModules;
import io.rushline.console.FakeQueue;
import io.rushline.console.http.TestServer;
import io.rushline.modules.api.Actor;
import io.rushline.queue.api.ItemState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

public class EventStreamTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    /** A stream that stays silent must fail the test, not hang it. */
    @Rule
    public final Timeout limit = new Timeout(60, TimeUnit.SECONDS);

    private final FakeQueue queue = new FakeQueue();
    private TestServer server;

    @Before
    public void start() throws Exception {
        server = new TestServer(home.getRoot().toPath());
        server.services.queue(queue).connector(new FakeConnector());
    }

    @After
    public void stop() throws Exception {
        server.close();
    }

    @Test
    public void aStreamBeginsWithTheStatusAndTellsEachChangeToEveryReader() throws Exception {
        try (Stream one = new Stream(); Stream other = new Stream()) {
            for (Stream stream : List.of(one, other)) {
                assertTrue(stream.next("status").contains("\"queue\":{\"counts\":{\"WAITING\":0"));
            }
            server.events.itemChanged(queue.add("A001.mov", ItemState.WAITING));
            server.events.changed(new FakeModules().rollBack(new Actor(Actor.Via.CONSOLE, "admin")));
            for (Stream stream : List.of(one, other)) {
                stream.await("\"name\":\"A001.mov\"", "\"WAITING\":1", "event: modules", "\"state\":\"SWITCHING\"");
            }
        }
    }

    @Test
    public void whatChangesWhileTheStatusIsPutTogetherIsToldAfterIt() throws Exception {
        AtomicBoolean asked = new AtomicBoolean();
        server.services.connector(new FakeConnector() {
            @Override
            public Connection connection() {
                if (!asked.getAndSet(true)) {
                    server.events.itemChanged(queue.add("A001.mov", ItemState.WAITING));
                }
                return super.connection();
            }
        });
        try (Stream stream = new Stream()) {
            stream.next("status");
            stream.await("\"name\":\"A001.mov\"");
        }
    }

    @Test
    public void aStreamWhoseStatusCannotBePutTogetherEnds() throws Exception {
        server.services.connector(away(() -> { }));
        try (Stream stream = new Stream()) {
            stream.readToEnd();
        }
    }

    @Test
    public void aStreamWhoseThreadHasEndedIsNotAlive() throws Exception {
        assertTrue(server.events.alive());
        server.close();
        assertFalse(server.events.alive(System.nanoTime() + TimeUnit.SECONDS.toNanos(16)));
    }

    @Test
    public void aClassThatIsAwayForAMomentEndsNoStream() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (Stream stream = new Stream()) {
            stream.next("status");
            server.services.connector(away(failed::countDown));
            failed.await();
            server.services.connector(new FakeConnector());
            server.events.itemChanged(queue.add("A001.mov", ItemState.WAITING));
            stream.await("\"name\":\"A001.mov\"");
        }
    }

    @Test
    public void aReplacedConsoleEndsItsStreams() throws Exception {
        try (Stream stream = new Stream()) {
            stream.next("status");
            server.events.stop();
            stream.readToEnd();
        }
        try (Stream late = new Stream()) {
            late.readToEnd();
        }
    }

    @Test
    public void aStreamIsForWhoMayLook() throws Exception {
        server.post("/api/v1/password", "{\"password\":\"correct horse\"}");
        assertEquals(401, server.get("/api/v1/events").statusCode());
    }

    /** Of a bundle that is just being replaced. */
    private Connector away(Runnable asked) {
        return (Connector) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connector.class}, (proxy, method, args) -> {
            asked.run();
            throw new NoClassDefFoundError("replaced");
        });
    }

    /** A browser's end. */
    private final class Stream implements AutoCloseable {
        private final BufferedReader lines;

        Stream() throws Exception {
            HttpResponse<InputStream> answer = server.client().send(HttpRequest.newBuilder(server.uri("/api/v1/events")).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertEquals(200, answer.statusCode());
            assertTrue(answer.headers().firstValue("Content-Type").orElseThrow().startsWith("text/event-stream"));
            lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        }

        /** The data of the next event of that name; others are passed over. */
        String next(String name) throws Exception {
            String line;
            List<String> seen = new ArrayList<>();
            while ((line = lines.readLine()) != null) {
                seen.add(line);
                if (line.equals("event: " + name)) {
                    return lines.readLine();
                }
            }
            throw new AssertionError("ended after " + seen);
        }

        /** Reads until each of these was seen, in whatever order. */
        void await(String... parts) throws Exception {
            Set<String> missing = new HashSet<>(Set.of(parts));
            while (!missing.isEmpty()) {
                String line = lines.readLine();
                assertNotNull("ended without " + missing, line);
                missing.removeIf(line::contains);
            }
        }

        void readToEnd() throws Exception {
            while (lines.readLine() != null) {
                // what was on its way may still come
            }
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
