package io.rushline.channel.c2c;

import io.rushline.auth.api.Channel;
import io.rushline.auth.api.Connection;
import io.rushline.queue.api.PauseSighting;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.UploadQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Brings what the cloud said of pauses to the queue, each change once and in order. While the queue is away the changes wait for it; a queue that
 * comes anew is told how things stand. Belongs to the channel's own thread.
 */
final class Pauses {

    private static final System.Logger LOG = System.getLogger(Pauses.class.getName());
    private static final int MOST_WAITING = 100;
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final ScheduledExecutorService own;
    private final Executor calls;
    private final Deque<PauseSighting> waiting = new ArrayDeque<>();
    private PauseSighting newest; // null: none yet
    private UploadQueue queue;    // null: away
    private boolean delivering;
    private volatile boolean troubled; // the last delivery failed, which was logged

    Pauses(ScheduledExecutorService own, Executor calls) {
        this.own = own;
        this.calls = calls;
    }

    void seen(Connection connection) {
        if (connection.state() != Connection.State.CONNECTED || connection.projectId().isEmpty() || connection.seenAt().isEmpty()) {
            return;
        }
        PauseSighting before = newest;
        newest = new PauseSighting(connection.projectId().get(), connection.paused(),
                connection.channels().stream().filter(Channel::paused).map(Channel::index).collect(Collectors.toUnmodifiableSet()),
                connection.seenAt().get());
        if (before == null || !saysTheSame(before, newest)) {
            wait(newest);
            deliver();
        }
    }

    void queue(UploadQueue now) {
        queue = now;
        if (newest != null && (waiting.isEmpty() || delivering)) {
            wait(newest);
        }
        deliver();
    }

    void queueGone(UploadQueue gone) {
        if (queue == gone) {
            queue = null;
        }
    }

    private static boolean saysTheSame(PauseSighting one, PauseSighting other) {
        return one.projectId().equals(other.projectId()) && one.device() == other.device() && one.channels().equals(other.channels());
    }

    private void wait(PauseSighting sighting) {
        waiting.add(sighting);
        if (waiting.size() > MOST_WAITING) {
            waiting.remove();
        }
    }

    private void deliver() {
        UploadQueue to = queue;
        PauseSighting next = waiting.peek();
        if (to == null || next == null || delivering) {
            return;
        }
        delivering = true;
        calls.execute(() -> {
            boolean kept = tell(to, next);
            own.execute(() -> delivered(next, kept));
        });
    }

    private void delivered(PauseSighting sighting, boolean kept) {
        delivering = false;
        troubled = !kept;
        if (kept) {
            waiting.remove(sighting);
            deliver();
        } else {
            own.schedule(this::deliver, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean tell(UploadQueue queue, PauseSighting sighting) {
        try {
            queue.pauseSeen(sighting);
            return true;
        } catch (QueueException | RuntimeException | LinkageError failed) { // the latter as when the queue is replaced at this moment
            LOG.log(troubled ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    "The queue could not be told of pauses; it is told again until it keeps them.", failed);
            return false;
        }
    }
}
