package io.rushline.uploader.c2c;

import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.UploadQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * What the queue has yet to be told about one clip: one entry after the other, each kept until it is on disk, however long the queue is away or
 * its disk full, and handed to the queue's successor. Engine's thread only.
 */
final class Ledger {

    private static final System.Logger LOG = System.getLogger(Ledger.class.getName());
    private static final Duration AGAIN = Duration.ofSeconds(2);

    /** One call of the queue; on a worker's thread. */
    interface Write {
        void to(UploadQueue queue) throws QueueException;
    }

    /** @param then true: on disk; false: the queue refuses it as the item stands */
    private record Entry(Write write, Consumer<Boolean> then) {
    }

    private final Tools tools;
    private final Queue<Entry> entries = new ArrayDeque<>();
    private boolean busy;
    private long notBefore;
    private Reason trouble;

    Ledger(Tools tools) {
        this.tools = tools;
    }

    void add(Write write, Consumer<Boolean> then) {
        entries.add(new Entry(write, then));
        flush();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Writes what can be written now. */
    void flush() {
        Optional<UploadQueue> queue = tools.outside().services().queue();
        if (busy || entries.isEmpty() || queue.isEmpty() || notBefore > tools.now()) {
            return;
        }
        busy = true;
        Entry entry = entries.element();
        tools.jobs().start(Job.Kind.QUEUE, () -> {
            entry.write.to(queue.get());
            return null;
        }, outcome -> written(entry, queue.get(), outcome.error()));
    }

    /** When there is something to do without being told. */
    long wakeAt() {
        return entries.isEmpty() || busy ? Long.MAX_VALUE : notBefore;
    }

    /** Why the queue does not take it. */
    Optional<Reason> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void written(Entry entry, UploadQueue queue, Throwable error) {
        busy = false;
        if (error != null && !refused(error)) {
            later(queue, error);
            return;
        }
        if (error instanceof IllegalArgumentException) {
            LOG.log(System.Logger.Level.ERROR, "The queue was told what cannot be", error);
        }
        trouble = null;
        entries.remove();
        entry.then.accept(error == null);
        flush();
    }

    private void later(UploadQueue queue, Throwable error) {
        if (tools.outside().services().queue().filter(q -> q == queue).isEmpty()) {
            return;
        }
        Reason reason = troubleOf(error);
        if (trouble == null) {
            warn(LOG, "The queue takes nothing and is tried again until it does", error);
        }
        trouble = reason;
        notBefore = tools.now() + AGAIN.toNanos();
    }

    /** Also what could never be taken: told again and again, it would keep its clip for ever. */
    private static boolean refused(Throwable error) {
        return error instanceof IllegalArgumentException || error instanceof QueueException e
                && (e.code() == QueueException.Code.ILLEGAL_TRANSITION || e.code() == QueueException.Code.UNKNOWN_ITEM);
    }

    /** Once for each trouble; where the queue says itself what it is, without a trace. */
    static void warn(System.Logger log, String what, Throwable error) {
        if (error instanceof QueueException) {
            log.log(System.Logger.Level.WARNING, what + ": {0}", error.getMessage());
        } else {
            log.log(System.Logger.Level.WARNING, what, error);
        }
    }

    static Reason troubleOf(Throwable error) {
        QueueException.Code code = error instanceof QueueException e ? e.code() : QueueException.Code.STORE;
        return new Reason(Words.code("queue", code), code.what, code.todo);
    }
}
