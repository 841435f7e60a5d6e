package io.rushline.console.view;

import io.rushline.console.Appliance;
import io.rushline.console.Services;
import io.rushline.ingest.api.Ingest;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.UploadQueue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Everything at one moment; a part whose service is away is null ({@code Status} in openapi.json). */
public record StatusView(DeviceView device, ConnectionView connection, PairingView pairing, LiveView live, QueueView queue,
        SettingsView settings, UploaderView uploader, NetworkView network, List<IngestView> ingests, List<WarningView> warnings) {

    private static final Logger LOG = System.getLogger(StatusView.class.getName());

    /** This appliance, and of which version the bundle is that answers here. */
    public record DeviceView(String name, String version, String consoleVersion) {
    }

    public static StatusView of(Appliance appliance, Services services) {
        return of(appliance, services, services.queue().flatMap(StatusView::summary).orElse(null));
    }

    /** With numbers of the queue that are known already: all else costs nothing to ask for. */
    public static StatusView of(Appliance appliance, Services services, QueueView queue) {
        return new StatusView(new DeviceView(appliance.name(), appliance.version(), appliance.consoleVersion()),
                services.connector().map(c -> ConnectionView.of(c.connection())).orElse(null),
                services.connector().map(c -> PairingView.of(c.pairing())).orElse(null),
                services.live().map(l -> LiveView.of(l.status())).orElse(null),
                queue,
                services.queue().map(q -> SettingsView.of(q.settings())).orElse(null),
                services.uploader().map(u -> UploaderView.of(u.status())).orElse(null),
                services.network().map(n -> NetworkView.of(n.status())).orElse(null),
                ingests(services), WarningView.of(services.warnings()));
    }

    public static List<IngestView> ingests(Services services) {
        return services.ingests().stream().map(Ingest::status).map(IngestView::of).sorted(Comparator.comparing(IngestView::name)).toList();
    }

    /** The queue in numbers; empty while its database is away. */
    public static Optional<QueueView> summary(UploadQueue queue) {
        try {
            return Optional.of(QueueView.of(queue.summary()));
        } catch (QueueException e) {
            LOG.log(Level.DEBUG, "The queue gives no numbers", e);
            return Optional.empty();
        }
    }

    /** The same but for how far the uploader is: two that are equal differ in nothing that matters. */
    public StatusView withoutProgress() {
        return new StatusView(device, connection, pairing, live == null ? null : live.withoutProgress(), queue, settings,
                uploader == null ? null : uploader.withoutProgress(), network, ingests, warnings);
    }
}
