package io.rushline.modules;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.Module;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.host.api.Plan;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Modules;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.UpdateListener;
import io.rushline.modules.api.When;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.QueueListener;
import io.rushline.status.api.Warning;
import io.rushline.uploader.api.Uploader;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Changes modules by the module host, watches how they do, and remembers who changed what. */
@Component(service = {Modules.class, HealthCheck.class, QueueListener.class}, immediate = true, configurationPid = ModuleUpdates.PID,
        property = {HealthCheck.NAME + "=Module updates", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.modules"})
@Designate(ocd = ModuleUpdates.Settings.class)
public final class ModuleUpdates implements Modules, HealthCheck, QueueListener {

    static final String PID = "io.rushline.modules";

    /** What an integrator may set. */
    @ObjectClassDefinition(name = "Module updates", description = "How new modules are tried before they are kept, and where they come from.")
    public @interface Settings {

        @AttributeDefinition(name = "Settling time (seconds)", description = "How long all health checks have to be good until new modules are kept: 1 to 3600")
        int settleSeconds() default 30;

        @AttributeDefinition(name = "Longest trial (seconds)", description = "The former modules run again when the new ones have not been kept by then, whatever hangs:"
                + " at least 30 more than the settling time, up to 7200; 0: 120 more than that")
        int trialSeconds() default 0;

        @AttributeDefinition(name = "Bad answers (seconds)", description = "How long a health check's bad answer has to last until the former modules run again: 1 to 600")
        int badSeconds() default 5;

        @AttributeDefinition(name = "Idle (minutes)", description = "Updates that wait for this begin when nothing has been recorded or sent for so long: 1 to 1440")
        int idleMinutes() default 5;

        @AttributeDefinition(name = "Largest module (MiB)", description = "Larger files are refused: 1 to 16384")
        int mostMebibytes() default 512;

        @AttributeDefinition(name = "Drop folder", description = "Install the signed modules that are put into the folder modules/incoming of the appliance's home")
        boolean dropFolder() default true;
    }

    private static final Logger LOG = System.getLogger(ModuleUpdates.class.getName());

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<UpdateListener> listeners = List.of();

    private final Services services;
    private final ModuleHost host;
    private final ExecutorService thread;
    private final ExecutorService events;
    private final IdleWatch idle;
    private final Ledger ledger;
    private final Progress progress;
    private final Requests requests;
    private final Staging staging;
    private final Notices notices;
    private final Worker worker;

    /** What comes and goes. */
    record Services(AtomicReference<DataSource> database, AtomicReference<Uploader> uploader, AtomicReference<HealthCheckExecutor> checks,
            AtomicReference<ServiceComponentRuntime> components) {
        Services() {
            this(new AtomicReference<>(), new AtomicReference<>(), new AtomicReference<>(), new AtomicReference<>());
        }
    }

    /**
     * Where this runs.
     *
     * @param folder    of the modules below the home
     * @param framework UUID of the framework
     * @param shower    shows a warning; what it returns hides it again
     * @param thread    does the work; shut down at the end
     * @param events    tells the listeners, one after the other; shut down at the end
     */
    record Place(Path folder, String framework, Time time, Function<Warning, Runnable> shower, ExecutorService thread, ExecutorService events) {
    }

    @Activate
    public ModuleUpdates(Settings settings, BundleContext context, @Reference ModuleHost host) {
        this(settings, context, host, new Services(), executor("modules"));
    }

    private ModuleUpdates(Settings settings, BundleContext context, ModuleHost host, Services services, ScheduledThreadPoolExecutor thread) {
        this(settings, host, services, new FrameworkInspector(context, services.components()::get, services.checks()::get),
                new Place(home(context).resolve("modules"), context.getProperty(Constants.FRAMEWORK_UUID), new Time(Clock.systemUTC(), System::nanoTime),
                        warning -> context.registerService(Warning.class, warning, null)::unregister, thread, executor("modules-events")), List.of());
        thread.scheduleWithFixedDelay(worker, 1, 1, TimeUnit.SECONDS);
    }

    /** Without the turns, which tests take themselves. */
    ModuleUpdates(Settings settings, ModuleHost host, Services services, Inspector inspector, Place place, List<UpdateListener> listeners) {
        this.listeners = listeners;
        Rules rules = Rules.of(settings);
        Time time = place.time();
        this.services = services;
        this.host = host;
        thread = place.thread();
        events = place.events();
        idle = new IdleWatch(services.uploader()::get, rules.idle(), time);
        ledger = new Ledger(services.database()::get, new PendingFiles(place.folder().resolve("updates")), time.clock(), new Listeners(() -> this.listeners, events)::tell);
        progress = new Progress(host, ledger, inspector, rules, time, idle::isIdle, place.framework());
        requests = new Requests(host, ledger, time, this::soon);
        Receiver receiver = new Receiver(place.folder().resolve("incoming-tmp"), rules.mostBytes(), place.framework());
        staging = new Staging(host, receiver, services.database()::get, ledger, time);
        notices = new Notices(host, ledger, time, place.shower());
        Optional<DropFolder> dropFolder = settings.dropFolder() ? Optional.of(new DropFolder(place.folder().resolve("incoming"), this, requests::busy, time)) : Optional.empty();
        worker = new Worker(ledger, new Recovery(host, ledger, rules, time, place.framework()), progress, staging, dropFolder, notices, time);
        thread.execute(receiver::clean);
    }

    private static Path home(BundleContext context) {
        return Path.of(Optional.ofNullable(context.getProperty("rushline.home")).orElseThrow(() -> new IllegalStateException("The framework property rushline.home is not set")))
                .toAbsolutePath();
    }

    /** What is done each second. */
    void turn() {
        worker.run();
    }

    private static ScheduledThreadPoolExecutor executor(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy()); // what comes after the end is its successor's
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    private void soon(long update) {
        progress.asked(update);
        thread.execute(worker);
    }

    /** The switch of an update may be what stops this: then it goes on without this, and must not be waited for. */
    @Deactivate
    void stop() throws InterruptedException {
        worker.close();
        thread.shutdown(); // no interrupt: it would hit the switch, or Derby
        if (!progress.inHost()) {
            thread.awaitTermination(1, TimeUnit.SECONDS);
        }
        notices.close();
        events.shutdown();
    }

    @Reference(target = "(owner=io.rushline.modules)", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void setDatabase(DataSource came) {
        services.database().set(came);
    }

    void unsetDatabase(DataSource went) {
        services.database().compareAndSet(went, null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void setUploader(Uploader came) {
        services.uploader().set(came);
    }

    void unsetUploader(Uploader went) {
        services.uploader().compareAndSet(went, null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void setChecks(HealthCheckExecutor came) {
        services.checks().set(came);
    }

    void unsetChecks(HealthCheckExecutor went) {
        services.checks().compareAndSet(went, null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void setComponents(ServiceComponentRuntime came) {
        services.components().set(came);
    }

    void unsetComponents(ServiceComponentRuntime went) {
        services.components().compareAndSet(went, null);
    }

    @Override
    public void itemChanged(Item item) {
        idle.changed(item);
    }

    @Override
    public List<Module> modules() {
        return host.modules();
    }

    @Override
    public Optional<String> safeMode() {
        return host.safeMode();
    }

    @Override
    public CheckedModule stage(InputStream content, String fileName, Actor by) throws ModuleException {
        try {
            return staging.stage(content, fileName, by);
        } catch (ModuleException refused) {
            String name = Text.name(fileName);
            ModuleException named = refused.detail().contains(name) ? refused
                    : new ModuleException(refused.code(), refused.detail().isEmpty() ? name + "." : name + ": " + refused.detail(), refused);
            requests.refused(Wish.install(List.of(), Set.of()), When.NOW, by, named);
            throw named;
        }
    }

    @Override
    public List<CheckedModule> staged() {
        return staging.staged();
    }

    @Override
    public void discard(String sha256, Actor by) throws ModuleException {
        staging.discard(sha256, by);
    }

    @Override
    public Plan look(List<String> sha256, Set<Allow> allowed) throws ModuleException {
        return requests.look(sha256, allowed);
    }

    @Override
    public Update install(List<String> sha256, Set<Allow> allowed, When when, Actor by) throws ModuleException {
        return requests.install(sha256, allowed, when, by);
    }

    @Override
    public Update rollBack(Actor by) throws ModuleException {
        return requests.rollBack(by);
    }

    @Override
    public Update remove(String module, Actor by) throws ModuleException {
        return requests.remove(module, by);
    }

    @Override
    public void cancel(long update, Actor by) throws ModuleException {
        requests.cancel(update, by);
    }

    @Override
    public Optional<Update> find(long update) {
        try {
            return ledger.find(update).map(Row::update);
        } catch (SQLException away) {
            LOG.log(Level.DEBUG, "Update " + update + " cannot be looked up while the database is away", away);
            return Optional.empty();
        }
    }

    @Override
    public Optional<Update> current() {
        return ledger.current().map(Row::update);
    }

    @Override
    public List<Update> history(int offset, int limit) throws ModuleException {
        if (offset < 0 || limit < 1 || limit > 500) {
            throw new IllegalArgumentException("offset must be 0 or more and limit 1 to 500");
        }
        try {
            return ledger.list(offset, limit).stream().map(Row::update).toList();
        } catch (SQLException away) {
            throw new ModuleException(Code.STORE, "The history cannot be read now.", away);
        }
    }

    /** Of this code itself: that the database is away is the store's matter. */
    @Override
    public Result execute() {
        return worker.fault().map(fault -> new Result(Result.Status.CRITICAL, fault)).orElseGet(() -> ledger.isLoaded() ? new Result(Result.Status.OK, "Updates can be made.")
                : new Result(Result.Status.WARN, "The history of updates is not open yet."));
    }
}
