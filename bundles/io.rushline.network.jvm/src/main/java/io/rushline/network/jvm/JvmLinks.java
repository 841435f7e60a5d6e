package io.rushline.network.jvm;

import io.rushline.network.api.Link;
import io.rushline.network.api.LinkListener;
import io.rushline.network.api.LinkSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The component: looks at the links again and again. Changes nothing on the machine. */
@Component(service = {LinkSource.class, JvmLinks.class}, immediate = true, configurationPid = "io.rushline.network.jvm")
@Designate(ocd = JvmLinks.Settings.class)
public final class JvmLinks implements LinkSource {

    /** Settings, as people see them. */
    @ObjectClassDefinition(name = "Network (read only)", description = "Shows the links of a machine without NetworkManager")
    public @interface Settings {
        @AttributeDefinition(description = "Seconds between two looks at the links")
        int pollSeconds() default 5;
    }

    /** Reads the links. */
    interface Reader {
        List<Link> read() throws IOException;
    }

    private static final System.Logger LOG = System.getLogger(JvmLinks.class.getName());
    private static final Duration SLACK = Duration.ofSeconds(15);

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<LinkListener> listeners = List.of();

    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "rushline-network-links");
        thread.setDaemon(true);
        return thread;
    });
    private final Reader reader;
    private final Duration poll;
    private volatile List<Link> links = List.of();
    /** When the links were last looked at, by the clock that does not jump. */
    private volatile long lookedAt = System.nanoTime();
    /** Of the one thread. */
    private boolean unreadable;

    @Activate
    public JvmLinks(Settings settings) {
        this(settings, new Links(Path.of("/sys/class/net"))::read);
    }

    JvmLinks(Settings settings, Reader reader) {
        if (settings.pollSeconds() < 1) {
            throw new IllegalArgumentException("pollSeconds must be 1 or more, but is " + settings.pollSeconds());
        }
        this.reader = reader;
        this.poll = Duration.ofSeconds(settings.pollSeconds());
    }

    @Activate
    void start() {
        looking.scheduleWithFixedDelay(this::look, 0, poll.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void stop() {
        looking.shutdownNow();
    }

    @Override
    public List<Link> links() {
        return links;
    }

    Result health() {
        return health(System.nanoTime());
    }

    Result health(long now) {
        boolean stuck = now - lookedAt > poll.multipliedBy(3).plus(SLACK).toNanos();
        return stuck ? new Result(Status.CRITICAL, "The links are not looked at any more.") : new Result(Status.OK, "The links are looked at.");
    }

    private void look() {
        try {
            List<Link> now = reader.read();
            unreadable = false;
            if (!now.equals(links)) {
                links = now;
                listeners.forEach(LinkListener::linksChanged);
            }
            lookedAt = System.nanoTime();
        } catch (IOException failed) {
            lookedAt = System.nanoTime(); // a look all the same
            if (!unreadable) {
                LOG.log(System.Logger.Level.WARNING, "the interfaces cannot be read", failed);
            }
            unreadable = true;
        } catch (RuntimeException | LinkageError unforeseen) { // or nobody would look again
            LOG.log(System.Logger.Level.ERROR, "something went wrong that was not foreseen", unforeseen);
        }
    }
}
