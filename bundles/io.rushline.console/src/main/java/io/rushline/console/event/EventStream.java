package io.rushline.console.event;

import static io.rushline.console.access.Role.VIEWER;

import io.rushline.console.Appliance;
import io.rushline.console.Services;
import io.rushline.console.Threads;
import io.rushline.console.access.Access;
import io.rushline.console.access.Caller;
import io.rushline.console.http.Answer;
import io.rushline.console.http.Gate;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import io.rushline.console.http.Request;
import io.rushline.console.view.StatusView;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.UpdateListener;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.QueueListener;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Tells browsers what changes, as it changes, by server-sent events. Does nothing while nobody listens. */
@Component(service = {Servlet.class, JsonResource.class, QueueListener.class, UpdateListener.class})
@HttpWhiteboardServletPattern("/api/v1/events")
@HttpWhiteboardServletAsyncSupported
public final class EventStream extends JsonResource implements QueueListener, UpdateListener {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(EventStream.class.getName());
    private static final int MAX_READERS = 200;
    private static final int KEEP_ALIVE_TICKS = 15_000 / Changes.TICK_MILLIS;
    private static final long BEAT_SECONDS = 2;
    private static final long LONGEST_SILENCE_SECONDS = 15;
    private static final byte[] RECONNECT_SOON = "retry: 2000\n".getBytes(StandardCharsets.UTF_8);

    private final transient Appliance appliance;
    private final transient Services services;
    private final transient Access access;
    private final transient Changes changes;
    private final transient List<Reader> readers = new CopyOnWriteArrayList<>();
    private final transient ScheduledExecutorService clock;
    /** When the thread was last seen to work. */
    private volatile long beatAt = System.nanoTime();
    private transient ScheduledFuture<?> ticking;
    private boolean stopped;
    private long ticks;
    /** Told once. */
    private boolean failing;

    @Activate
    public EventStream(@Reference Appliance appliance, @Reference Services services, @Reference Access access) {
        this.appliance = appliance;
        this.services = services;
        this.access = access;
        this.changes = new Changes(appliance, services);
        this.clock = Threads.one("console-events");
        clock.scheduleWithFixedDelay(() -> beatAt = System.nanoTime(), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
        get("/events", VIEWER, this::open);
    }

    /** Whether its thread still works. */
    public boolean alive() {
        return alive(System.nanoTime());
    }

    boolean alive(long now) {
        return now - beatAt <= TimeUnit.SECONDS.toNanos(LONGEST_SILENCE_SECONDS);
    }

    @Deactivate
    void stop() {
        synchronized (this) {
            stopped = true;
        }
        clock.shutdown(); // who waits to be welcomed is sent away by it; no tick goes on
        readers.forEach(Reader::close);
    }

    @Override
    public void itemChanged(Item item) {
        if (!readers.isEmpty()) {
            changes.itemChanged(item);
        }
    }

    @Override
    public void changed(Update update) {
        if (!readers.isEmpty()) {
            changes.updateChanged(update);
        }
    }

    private Object open(Request request) throws IOException, ProblemException {
        if (readers.size() >= MAX_READERS) {
            throw ProblemException.away("event stream");
        }
        request.response().setContentType("text/event-stream");
        request.response().setCharacterEncoding("utf-8");
        AsyncContext async = request.http().startAsync();
        async.setTimeout(0);
        Reader[] self = new Reader[1];
        Reader reader = new Reader(request.response().getOutputStream(), stillAllowed(request), () -> remove(self[0], async));
        self[0] = reader;
        request.response().getOutputStream().setWriteListener(reader); // from here on no write blocks
        try {
            clock.execute(() -> welcome(reader));
        } catch (RejectedExecutionException stopping) {
            reader.close();
        }
        return Answer.TAKEN_OVER;
    }

    /** Asked again now and then: a stream must not outlive the login that opened it. */
    private BooleanSupplier stillAllowed(Request request) {
        Caller caller = request.caller().orElseThrow();
        Optional<String> cookie = Gate.cookie(request.http());
        boolean here = Gate.isHere(request.http());
        return () -> caller.means() == Caller.Means.TOKEN || access.caller(Optional.empty(), cookie, here).isPresent();
    }

    /** Tells a new reader how all stands. On the thread of the ticks, and among the readers first: no change is missed, none comes before it. */
    private void welcome(Reader reader) {
        try {
            if (!join(reader)) {
                reader.close();
                return;
            }
            StatusView status = StatusView.of(appliance, services);
            reader.offer(RECONNECT_SOON);
            reader.offer(new Event("status", status).frame());
            changes.told(status);
            beginTicking();
        } catch (Throwable e) { // as in a tick; the browser comes again
            LOG.log(Level.DEBUG, "A stream could not begin", e);
            reader.close();
        }
    }

    private synchronized boolean join(Reader reader) {
        if (stopped || readers.size() >= MAX_READERS) {
            return false;
        }
        if (readers.isEmpty()) {
            changes.forget();
        }
        return readers.add(reader);
    }

    private synchronized void beginTicking() {
        if (ticking == null && !readers.isEmpty() && !stopped) {
            ticking = clock.scheduleWithFixedDelay(this::tick, 0, Changes.TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void forget(Predicate<Reader> which) {
        readers.removeIf(which);
        if (readers.isEmpty() && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }

    private void remove(Reader reader, AsyncContext async) {
        forget(other -> other == reader);
        try {
            async.complete();
        } catch (IllegalStateException | RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "The server has ended the stream already", e);
        }
    }

    private void tick() {
        try {
            if (changes.overflown()) {
                readers.forEach(Reader::close);
                return;
            }
            changes.tick().stream().map(Event::frame).forEach(frame -> readers.forEach(reader -> reader.offer(frame)));
            if (++ticks % KEEP_ALIVE_TICKS == 0) {
                forget(Reader::isClosed); // gone before it was added
                readers.stream().filter(reader -> !reader.allowed()).forEach(Reader::close);
                readers.forEach(reader -> reader.offer(Event.PING.frame()));
            }
            failing = false;
        } catch (Throwable e) { // also an Error: a class of a bundle that is just being replaced; thrown on, it would end the ticking for good
            if (!failing) {
                LOG.log(Level.ERROR, "What has changed could not be told to the browsers; going on", e);
            }
            failing = true;
        }
    }
}
