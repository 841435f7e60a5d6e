package io.rushline.console.rest;

import io.rushline.console.Appliance;
import io.rushline.console.Services;
import io.rushline.console.Threads;
import io.rushline.console.http.ProblemException;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueListener;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The ingest of the clips that people add by hand. Where the file of one has changed before it was sent, it is queued anew once it is at rest, and takes the former's place.
 * Only while it is the very file that was added, which begins as it did: what another card has at this path is another clip. And only for its own project. Any thread.
 */
@Component(service = {ByHand.class, QueueListener.class})
public final class ByHand implements QueueListener {

    private static final Logger LOG = System.getLogger(ByHand.class.getName());
    private static final String CHANGED = "media.changed";
    private static final Duration AT_REST = Duration.ofSeconds(2);
    private static final int REMEMBERED = 10_000;
    private static final int HEAD_BYTES = 64 * 1024;

    private final Appliance appliance;
    private final Services services;
    private final Duration atRest;
    private final ScheduledExecutorService clock;
    private final Map<Path, Added> added = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Added> eldest) {
            return size() > REMEMBERED;
        }
    });

    private record Added(String name, Identity file) {
        boolean isAt(Path path) throws IOException {
            return file.equals(Identity.of(path, file.headBytes()));
        }
    }

    /**
     * A file, as far as it stays the same when it is written to.
     *
     * @param key       what the system knows it by; a card in the same slot may use it again
     * @param headBytes so many there were at its begin, 64 KiB at most
     * @param head      checksum of them
     */
    private record Identity(Object key, int headBytes, long head) {
        static Identity of(Path path, int most) throws IOException {
            CRC32C head = new CRC32C();
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(most);
                head.update(bytes);
                return new Identity(Files.readAttributes(path, BasicFileAttributes.class).fileKey(), bytes.length, head.getValue());
            }
        }
    }

    private record Look(long sizeBytes, FileTime modifiedAt) { }

    @Activate
    public ByHand(@Reference Appliance appliance, @Reference Services services) {
        this(appliance, services, AT_REST);
    }

    /** @param atRest for how long a file that has changed must not change */
    public ByHand(Appliance appliance, Services services, Duration atRest) {
        this.appliance = appliance;
        this.services = services;
        this.atRest = atRest;
        this.clock = Threads.one("console-by-hand");
    }

    @Deactivate
    public void stop() {
        clock.shutdown(); // no interrupt: it would hit the queue in the middle of a transaction
    }

    /**
     * Queues a file.
     *
     * @throws ProblemException 422 where it is no readable regular file, or one of the appliance's own
     */
    ItemId add(String name, int channel, int priority) throws ProblemException, QueueException {
        Clip clip = LocalFile.clip(appliance.home(), services.media(), name, channel, priority);
        try { // first: it may be sent, and have changed, before accept returns
            added.put(clip.path(), new Added(name, Identity.of(clip.path(), HEAD_BYTES)));
        } catch (IOException gone) {
            added.remove(clip.path()); // it goes up if it comes back as it was
        }
        return services.needQueue().accept(clip);
    }

    @Override
    public void itemChanged(Item item) {
        if (hasChanged(item) && added.containsKey(item.clip().path())) {
            lookLater(item, Optional.empty());
        }
    }

    private static boolean hasChanged(Item item) {
        return item.state() == ItemState.FAILED && item.reason().filter(why -> why.code().equals(CHANGED)).isPresent();
    }

    private void lookLater(Item item, Optional<Look> before) {
        try {
            clock.schedule(() -> look(item, before), atRest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.log(Level.DEBUG, "Changed while stopping", stopped);
        }
    }

    private void look(Item item, Optional<Look> before) {
        if (clock.isShutdown()) {
            return;
        }
        Clip clip = item.clip();
        try {
            BasicFileAttributes attributes = Files.readAttributes(clip.path(), BasicFileAttributes.class);
            Look now = new Look(attributes.size(), attributes.lastModifiedTime());
            if (!before.equals(Optional.of(now))) {
                lookLater(item, Optional.of(now));
                return;
            }
            Added was = added.get(clip.path());
            if (was != null && was.isAt(clip.path()) && services.needConnector().connection().projectId().equals(item.projectId())
                    && services.needQueue().find(item.id()).filter(ByHand::hasChanged).isPresent()) {
                add(was.name(), clip.channel(), clip.priority());
            }
        } catch (QueueException | RuntimeException | LinkageError e) { // a service that is just being replaced
            LOG.log(Level.DEBUG, "A clip that has changed is looked at again", e);
            lookLater(item, before);
        } catch (ProblemException | IOException e) {
            if (services.queue().isEmpty() || services.connector().isEmpty()) {
                lookLater(item, before);
            } else {
                LOG.log(Level.INFO, clip.path() + " has changed and cannot be queued anew: " + e.getMessage());
            }
        }
    }
}
