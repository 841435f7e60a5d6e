package io.rushline.console.view;

import io.rushline.modules.api.ModuleRepository;
import java.time.Instant;
import java.util.List;

/** What can be had from a repository ({@code ModuleRepository} in openapi.json). */
public record RepositoryView(String place, String channel, Instant checkedAt, String why, List<OfferView> offers, DownloadView download) {

    /** A module that can be had. */
    public record OfferView(String id, String name, String version, String description, long sizeBytes, String installed) {
    }

    /** A download that goes on. */
    public record DownloadView(List<String> ids, long doneBytes, long totalBytes) {
    }

    public static RepositoryView of(ModuleRepository.Status status) {
        return new RepositoryView(status.place().orElse(null), status.channel(), status.checkedAt().orElse(null), status.why().orElse(null),
                status.offers().stream().map(offer -> new OfferView(offer.id(), offer.name(), offer.version(), Texts.orNull(offer.description()),
                        offer.sizeBytes(), offer.installed().orElse(null))).toList(),
                status.download().map(d -> new DownloadView(d.ids(), d.doneBytes(), d.totalBytes())).orElse(null));
    }
}
