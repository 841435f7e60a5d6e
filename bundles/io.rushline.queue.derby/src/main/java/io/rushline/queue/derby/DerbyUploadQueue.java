package io.rushline.queue.derby;

import io.rushline.queue.api.AbandonedAsset;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.PauseSighting;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueListener;
import io.rushline.queue.api.QueueSettings;
import io.rushline.queue.api.QueueSummary;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.Receipt;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import io.rushline.queue.api.Work;
import io.rushline.vault.api.Vault;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The upload queue in Derby: each call is one transaction, but for those that concern all items at once. */
public final class DerbyUploadQueue implements UploadQueue {

    /** What an integrator may set. */
    @ObjectClassDefinition(name = "Upload queue", description = "Which clips go first, and how long history is kept.")
    public @interface Settings {

        @AttributeDefinition(name = "Priorities by file name", description = "What the name of a file adds to the priority of its clip, as in"
                + " *_proxy.*=10: * stands for any characters, ? for one, in any case; the first that fits counts. Higher goes first.")
        String[] typePriorities() default {"*_proxy.*=10", "*-proxy.*=10"};

        @AttributeDefinition(name = "History (days)", description = "How long clips that are completed, cancelled or rejected are listed: 1 to 36500,"
                + " or 0 for ever. Older ones are still known when they are seen again, and not sent twice.")
        int historyDays() default 90;
    }

    private static final Logger LOG = System.getLogger(DerbyUploadQueue.class.getName());
    private static final int CLOCK_SECONDS = 5;

    private final TypePriorities priorities;
    private final Events events;
    private final Transactions transactions;
    private final Uploads uploads;
    private final Bulk bulk;
    private final People people;
    private final Chores chores;
    private final ScheduledThreadPoolExecutor keeper = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "queue-chores");
        thread.setDaemon(true);
        return thread;
    });
    /** Written in a transaction; that which was committed last. */
    private volatile QueueSettings settings;

    /** @param listeners those that are there now */
    DerbyUploadQueue(Settings settings, DataSource database, Vault vault, Supplier<List<QueueListener>> listeners) throws QueueException {
        this(settings, database, vault, Clock.systemUTC(), new Uptime(), listeners, Events.ownThread());
        keeper.scheduleWithFixedDelay(() -> attempt(chores::checkClock), CLOCK_SECONDS, CLOCK_SECONDS, TimeUnit.SECONDS);
        keeper.scheduleWithFixedDelay(() -> attempt(chores::archive), 0, 1, TimeUnit.DAYS);
    }

    /** Without the chores, which tests do themselves. */
    DerbyUploadQueue(Settings settings, DataSource database, Vault vault, Clock clock, LongSupplier elapsedMillis, List<QueueListener> listeners)
            throws QueueException {
        this(settings, database, vault, clock, elapsedMillis, () -> listeners, Events.ownThread());
    }

    /** @param dispatcher tells the listeners, one after the other and in order */
    DerbyUploadQueue(Settings settings, DataSource database, Vault vault, Clock clock, LongSupplier elapsedMillis, List<QueueListener> listeners,
            ExecutorService dispatcher) throws QueueException {
        this(settings, database, vault, clock, elapsedMillis, () -> listeners, dispatcher);
    }

    private DerbyUploadQueue(Settings settings, DataSource database, Vault vault, Clock clock, LongSupplier elapsedMillis,
            Supplier<List<QueueListener>> listeners, ExecutorService dispatcher) throws QueueException {
        require(settings);
        this.priorities = new TypePriorities(settings.typePriorities());
        this.events = new Events(listeners, dispatcher);
        this.transactions = new Transactions(database, clock, events);
        this.uploads = new Uploads(transactions, vault);
        this.bulk = new Bulk(transactions);
        this.people = new People(transactions);
        this.chores = new Chores(transactions, new ClockWatch(clock, elapsedMillis), settings.historyDays());
        this.settings = transactions.read(transaction -> transaction.settings.read());
    }

    static void require(Settings settings) {
        if (settings.historyDays() < 0 || settings.historyDays() > 36_500) {
            throw new IllegalArgumentException("historyDays must be 0 to 36500, not " + settings.historyDays());
        }
    }

    void close() {
        keeper.shutdown();
        transactions.close();
        events.close();
    }

    private interface Chore {
        void run() throws QueueException;
    }

    /** An executor would keep the exception to itself, and not do it again. */
    private static void attempt(Chore chore) {
        try {
            chore.run();
        } catch (QueueException | RuntimeException failed) {
            LOG.log(Level.WARNING, "Not done, tried again later", failed);
        }
    }

    Chores chores() {
        return chores;
    }

    // ---- for ingests

    @Override
    public ItemId accept(Clip clip) throws QueueException {
        Clip corrected = prepared(clip);
        return transactions.write(transaction -> new Intake(transaction).accept(corrected, false, settings.manual()));
    }

    @Override
    public ItemId acceptGrowing(Clip clip) throws QueueException {
        Clip corrected = prepared(clip);
        return transactions.write(transaction -> new Intake(transaction).accept(corrected, true, settings.manual()));
    }

    @Override
    public void grown(ItemId item, long sizeBytes) throws QueueException {
        transactions.change(transaction -> new Growing(transaction).grown(item, sizeBytes));
    }

    @Override
    public ItemId finished(ItemId item, Clip clip) throws QueueException {
        Clip corrected = prepared(clip);
        return transactions.write(transaction -> new Growing(transaction).finished(item, corrected));
    }

    @Override
    public ItemId reject(Clip clip, Reason why) throws QueueException {
        Clip corrected = prepared(clip);
        return transactions.write(transaction -> new Intake(transaction).reject(corrected, why));
    }

    private Clip prepared(Clip clip) throws QueueException {
        return chores.corrected(clip, clip.priority() + priorities.of(clip.name()));
    }

    @Override
    public void relocate(ItemId item, Path path) throws QueueException {
        transactions.change(transaction -> new Intake(transaction).relocate(item, path.toAbsolutePath()));
    }

    // ---- for the channel

    @Override
    public void pauseSeen(PauseSighting sighting) throws QueueException {
        PauseSighting corrected = chores.corrected(sighting);
        transactions.change(transaction -> new Holds(transaction).pauseSeen(corrected));
    }

    // ---- for the uploader

    /** In many transactions: an item of another project is not given to the uploader before it is held either, and the next call ends what was cut off. */
    @Override
    public void bind(Project project) throws QueueException {
        transactions.change(transaction -> transaction.projects.bind(project));
        bulk.apply(transactions.order().all(entry -> Steps.concerns(entry, project)), (transaction, row) -> {
            if (transaction.projects.bound().equals(Optional.of(project.id()))) { // else somebody was faster
                Steps.bound(transaction, row, project);
            }
        });
    }

    @Override
    public Optional<Work> claim(String projectId, Set<ItemId> inHand) throws QueueException {
        return settings.paused() ? Optional.empty() : uploads.claim(projectId, inHand);
    }

    @Override
    public Optional<Instant> nextRetry() throws QueueException {
        return transactions.order().nextRetry(transactions.now());
    }

    @Override
    public void assetCreated(ItemId item, Asset asset, List<Part> parts) throws QueueException {
        uploads.assetCreated(item, asset, parts);
    }

    @Override
    public void addParts(ItemId item, String assetId, List<Part> parts) throws QueueException {
        uploads.addParts(item, assetId, parts);
    }

    @Override
    public void acknowledge(ItemId item, String assetId, int part, Receipt receipt) throws QueueException {
        uploads.acknowledge(item, assetId, part, receipt);
    }

    @Override
    public void complete(ItemId item, Checksums checksums) throws QueueException {
        uploads.complete(item, checksums);
    }

    @Override
    public void abandonAsset(ItemId item, Reason why) throws QueueException {
        uploads.abandonAsset(item, why);
    }

    @Override
    public void orphaned(ItemId item, Optional<String> assetId, Reason why) throws QueueException {
        uploads.orphaned(item, assetId, why);
    }

    @Override
    public void postpone(ItemId item, Reason why, Instant until) throws QueueException {
        change(item, edit -> edit.take(Transition.POSTPONE).because(why).postponed(Row.millis(until)));
    }

    @Override
    public void fail(ItemId item, Reason why) throws QueueException {
        transactions.write(transaction -> Steps.fail(transaction, transaction.get(item), why));
    }

    @Override
    public void release(ItemId item) throws QueueException {
        change(item, edit -> edit.take(Transition.RELEASE));
    }

    private void change(ItemId item, Transaction.Edit edit) throws QueueException {
        transactions.write(transaction -> transaction.change(transaction.get(item), edit));
    }

    // ---- for people

    @Override
    public Optional<Item> find(ItemId item) throws QueueException {
        return transactions.read(transaction -> transaction.items.find(item).map(Row::item));
    }

    @Override
    public ItemPage list(ItemFilter filter) throws QueueException {
        Order.Page page = transactions.order().page(filter.matching(), filter.offset(), filter.limit());
        return transactions.read(transaction -> new ItemPage(transaction.items.all(page.ids()).stream().map(Row::item).toList(), page.total()));
    }

    @Override
    public QueueSummary summary() throws QueueException {
        return transactions.summary();
    }

    @Override
    public QueueSettings settings() {
        return settings;
    }

    @Override
    public synchronized void settings(QueueSettings changed) throws QueueException {
        transactions.change(transaction -> transaction.settings.write(changed));
        boolean news = !changed.equals(settings);
        settings = changed;
        if (news) {
            events.changed(changed);
        }
    }

    @Override
    public int apply(Action action, Selection selection) throws QueueException {
        Transition transition = Steps.TRANSITIONS.get(action);
        List<ItemId> ids;
        if (selection instanceof Selection.Matching matching) {
            Predicate<Entry> filter = Order.filter(matching);
            ids = transactions.order().all(entry -> transition.leavesFrom(entry.state()) && filter.test(entry));
        } else {
            ids = List.copyOf(((Selection.Items) selection).ids());
        }
        return bulk.apply(ids, (transaction, row) -> Steps.act(transaction, row, action));
    }

    @Override
    public void apply(Action action, ItemId item) throws QueueException {
        transactions.write(transaction -> Steps.act(transaction, transaction.get(item), action));
    }

    @Override
    public ItemId uploadAgain(ItemId item) throws QueueException {
        return people.uploadAgain(item);
    }

    @Override
    public void prioritise(ItemId item, int priority) throws QueueException {
        people.prioritise(item, priority);
    }

    @Override
    public void move(ItemId item, Optional<ItemId> before) throws QueueException {
        people.move(item, before);
    }

    @Override
    public List<Project> projects() throws QueueException {
        return transactions.read(transaction -> transaction.projects.all());
    }

    @Override
    public List<AbandonedAsset> abandonedAssets() throws QueueException {
        return transactions.read(transaction -> transaction.abandoned.newestFirst());
    }
}
