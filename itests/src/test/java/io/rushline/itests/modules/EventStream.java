package io.rushline.itests.modules;

import io.rushline.itests.support.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A page of the console that stays open: reads the event stream, and connects again when it ends, as a browser does. */
final class EventStream implements AutoCloseable {

    private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

    private final Api session;
    private final Thread thread;
    private final List<Integer> refusals = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean over;
    private volatile int connections;
    private volatile long statuses;

    EventStream(Api session) {
        this.session = session;
        this.thread = new Thread(this::read, "events");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        while (!over) {
            try {
                HttpResponse<Stream<String>> answer = session.stream("/api/v1/events");
                if (answer.statusCode() == 200) {
                    connections = connections + 1;
                    try (Stream<String> lines = answer.body()) {
                        lines.filter(line -> line.startsWith("event:") && line.endsWith("status")).forEach(line -> statuses = statuses + 1);
                    }
                } else if (answer.statusCode() == 401 || answer.statusCode() == 403) { // what a server says without the console is no refusal
                    refusals.add(answer.statusCode());
                }
            } catch (IOException | UncheckedIOException ended) {
                // the console was replaced: again
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** How often it got in. */
    int connections() {
        return connections;
    }

    /** How many events told the whole status: the first of each connection does. */
    long statuses() {
        return statuses;
    }

    /** Answers that took it for a stranger: a session that was dropped. */
    List<Integer> refusals() {
        return List.copyOf(refusals);
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
    }
}
