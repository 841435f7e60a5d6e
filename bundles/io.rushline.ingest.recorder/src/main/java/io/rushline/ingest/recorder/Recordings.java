package io.rushline.ingest.recorder;

import io.rushline.ingest.recorder.Session.Key;
import io.rushline.ingest.recorder.Session.Stage;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.UploadQueue;
import io.rushline.recorder.api.Recording;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Brings what recorders tell to the queue: a recording's start, how far it has come, its end. Whatever the queue did not take is tried again at the
 * next turn, each recording for itself. It keeps no state: after a restart recorders tell what they record, and the queue says what it still takes
 * for growing. One thread.
 */
final class Recordings {

    /** A recording that no recorder speaks of and that has not changed for so long has ended. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private static final Logger LOG = System.getLogger(Recordings.class.getName());
    private static final Set<ItemState> ENDED = EnumSet.of(ItemState.COMPLETED, ItemState.FAILED, ItemState.CANCELLED, ItemState.REJECTED);

    private final Supplier<UploadQueue> queue;
    private final Supplier<Collection<Recording>> claimed;
    private final LongSupplier nanos;
    private final Troubles troubles;
    private final Map<Key, Session> sessions = new LinkedHashMap<>();
    private boolean adopted;
    private long accepted;

    /** Where the trouble with the queue and with files is told. */
    interface Troubles {
        /** The queue did not take it. */
        void refused(String what, String todo);

        /** A complete recording cannot be read. */
        void unreadable(Path file, IOException why);

        /** The turn is over: what was not told in it no longer holds. */
        void told();
    }

    /**
     * @param queue   gives null while it is away
     * @param claimed what recorders say that they record now
     */
    Recordings(Supplier<UploadQueue> queue, Supplier<Collection<Recording>> claimed, LongSupplier nanos, Troubles troubles) {
        this.queue = queue;
        this.claimed = claimed;
        this.nanos = nanos;
        this.troubles = troubles;
    }

    /** Recordings whose end the queue does not know yet. */
    int open() {
        return sessions.size();
    }

    /** Recordings handed over whole since it was started. */
    long accepted() {
        return accepted;
    }

    void started(Recording recording) {
        Session session = sessions.computeIfAbsent(Key.of(recording), key -> new Session(recording, nanos.getAsLong()));
        session.recording = recording;
        if (session.stage == Stage.STOPPED) { // it was taken for ended, and goes on
            session.stage = Stage.RECORDING;
        }
    }

    void stopped(Recording recording) {
        end(recording, Stage.STOPPED);
    }

    void discarded(Recording recording) {
        end(recording, Stage.DISCARDED);
    }

    private void end(Recording recording, Stage stage) {
        Session session = sessions.computeIfAbsent(Key.of(recording), key -> new Session(recording, nanos.getAsLong()));
        session.recording = recording;
        session.stage = stage;
    }

    /** Looks again for recordings whose end nobody has told. */
    void adoptAgain() {
        adopted = false;
    }

    /** Looks at every recording and tells the queue of it. */
    void turn() {
        Set<Key> recorders = Set.copyOf(claimed.get().stream().map(Key::of).toList());
        UploadQueue to = queue.get();
        if (to != null && !adopted) {
            adopted = asked("recordings", () -> adopt(to));
        }
        for (Iterator<Map.Entry<Key, Session>> all = sessions.entrySet().iterator(); all.hasNext();) {
            Map.Entry<Key, Session> each = all.next();
            Session session = each.getValue();
            silence(session, recorders.contains(each.getKey()));
            boolean[] over = {false};
            if (to != null) {
                asked(session.recording.file().toString(), () -> over[0] = advance(to, session));
            }
            if (over[0]) {
                all.remove();
            }
        }
        troubles.told();
    }

    private interface Question {
        void ask() throws QueueException;
    }

    private boolean asked(String about, Question question) {
        try {
            question.ask();
            return true;
        } catch (QueueException e) {
            troubles.refused(e.getMessage(), e.code().todo);
        } catch (RuntimeException | LinkageError e) { // a queue that is just being replaced may answer with anything
            LOG.log(Level.DEBUG, "The queue failed with " + about.replaceAll("\\p{Cntrl}", "?"), e);
            troubles.refused("The queue failed (" + e + ").", QueueException.Code.STORE.todo);
        }
        return false;
    }

    /** What was left growing when this was last stopped, and whose recorder has said nothing since. */
    private void adopt(UploadQueue to) throws QueueException {
        for (Item item : Growing.of(to)) {
            Recording recording = Growing.recording(item);
            Session session = sessions.computeIfAbsent(Key.of(recording), key -> new Session(recording, nanos.getAsLong()));
            if (session.item.isEmpty()) {
                session.item = Optional.of(item.id());
                session.toldSize = item.clip().sizeBytes();
            }
        }
    }

    /** Notes how the file does, and takes a recording for ended that nobody speaks of any more. */
    private void silence(Session session, boolean claimedNow) {
        long size = facts(session.recording.file()).map(BasicFileAttributes::size).orElse(-1L);
        if (size != session.seenSize || claimedNow) {
            session.seenSize = size;
            session.unchangedSince = nanos.getAsLong();
        } else if ((session.stage == Stage.RECORDING || session.stage == Stage.UNWANTED) && nanos.getAsLong() - session.unchangedSince >= SILENCE.toNanos()) {
            session.stage = Stage.STOPPED;
        }
    }

    private static Optional<BasicFileAttributes> facts(Path file) {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                    .filter(BasicFileAttributes::isRegularFile);
        } catch (IOException e) { // not there yet, not there any more, or its disk is away: looked at again
            return Optional.empty();
        }
    }

    /** Returns whether nothing is left to be done. */
    private boolean advance(UploadQueue to, Session session) throws QueueException {
        return switch (session.stage) {
            case RECORDING -> record(to, session);
            case STOPPED -> stop(to, session);
            case DISCARDED -> discard(to, session);
            case UNWANTED -> false;
        };
    }

    private boolean record(UploadQueue to, Session session) throws QueueException {
        Optional<BasicFileAttributes> facts = facts(session.recording.file());
        if (facts.isEmpty()) {
            return false;
        }
        long size = facts.get().size();
        if (session.item.isEmpty()) {
            begin(to, session, facts.get());
        } else if (size != session.toldSize && !gone(session, () -> to.grown(session.item.get(), size))) {
            session.toldSize = size;
        }
        return false;
    }

    private static void begin(UploadQueue to, Session session, BasicFileAttributes facts) throws QueueException {
        session.item = Optional.of(to.acceptGrowing(clip(session.recording, facts, new Prints(Prints.provisional(session.recording), ""))));
        session.toldSize = facts.size();
    }

    /** Whether the queue wants no more of it: it has forgotten the item, which is then made anew, or a person cancelled it. */
    private static boolean gone(Session session, Question question) throws QueueException {
        try {
            question.ask();
            return false;
        } catch (QueueException e) {
            if (e.code() == QueueException.Code.UNKNOWN_ITEM) {
                session.item = Optional.empty();
            } else if (e.code() == QueueException.Code.ILLEGAL_TRANSITION) {
                session.stage = Stage.UNWANTED;
            } else {
                throw e;
            }
            return true;
        }
    }

    private boolean stop(UploadQueue to, Session session) throws QueueException {
        Path file = session.recording.file();
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!facts.isRegularFile()) { // opening a pipe would wait for ever
                throw new NoSuchFileException(file.toString());
            }
            Prints prints = Prints.of(file, facts);
            BasicFileAttributes after = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (after.size() != facts.size() || !after.lastModifiedTime().equals(facts.lastModifiedTime())) { // its last bytes come only now
                return false;
            }
            return finish(to, session, facts, prints);
        } catch (NoSuchFileException e) { // the uploader tells people; it may come back with its disk until then
            return session.item.isEmpty() || to.find(session.item.get()).filter(item -> !ENDED.contains(item.state())).isEmpty();
        } catch (IOException e) {
            troubles.unreadable(file, e);
            return false;
        }
    }

    private boolean finish(UploadQueue to, Session session, BasicFileAttributes facts, Prints prints) throws QueueException {
        if (session.item.isEmpty()) { // also when it was taken in a former life: the same item again
            begin(to, session, facts);
        }
        ItemId item = session.item.get();
        if (gone(session, () -> {
            if (to.find(item).filter(known -> !known.clip().path().equals(session.recording.file())).isPresent()) {
                to.relocate(item, session.recording.file()); // recorders give a file its name when they stop
            }
            to.finished(item, clip(session.recording, facts, prints));
        })) {
            return session.stage == Stage.UNWANTED;
        }
        accepted++;
        return true;
    }

    private static boolean discard(UploadQueue to, Session session) throws QueueException {
        if (session.item.isEmpty()) { // perhaps taken in a former life
            String fingerprint = Prints.provisional(session.recording);
            session.item = Growing.of(to).stream().filter(item -> item.clip().fingerprint().equals(fingerprint)).map(Item::id).findFirst();
        }
        if (session.item.isPresent()) {
            ItemId item = session.item.get();
            gone(session, () -> to.apply(Action.CANCEL, item));
        }
        return true;
    }

    private static Clip clip(Recording recording, BasicFileAttributes facts, Prints prints) {
        Path file = recording.file();
        return new Clip(file, file.getFileName().toString(), facts.size(), Instant.ofEpochMilli(facts.lastModifiedTime().toMillis()),
                prints.fingerprint(), prints.content(), recording.startedAt(), Growing.SOURCE + recording.recorder(), recording.channel(), 0, true);
    }
}
