package io.rushline.console.view;

import io.rushline.queue.api.AbandonedAsset;
import java.time.Instant;

/** An asset in the cloud that is never finished ({@code AbandonedAsset} in openapi.json). */
public record AbandonedView(long item, String name, String assetId, String projectId, ReasonView why, Instant at) {

    public static AbandonedView of(AbandonedAsset asset) {
        return new AbandonedView(asset.item().value(), asset.name(), asset.assetId().orElse(null), asset.projectId().orElse(null),
                ReasonView.of(asset.why()), asset.at());
    }
}
