package io.rushline.console.view;

import io.rushline.uploader.api.UploaderStatus;
import java.util.List;

/** What the uploader is doing ({@code Uploader} in openapi.json). */
public record UploaderView(UploaderStatus.Activity activity, String why, long bitsPerSecond, long wastedBytes, List<TransferView> transfers) {

    /** A part on its way. */
    public record TransferView(long item, int part, long sentBytes, long sizeBytes) {
    }

    public static UploaderView of(UploaderStatus status) {
        return new UploaderView(status.activity(), status.why().orElse(null), status.bitsPerSecond(), status.wastedBytes(),
                status.transfers().stream().map(t -> new TransferView(t.item().value(), t.part(), t.sentBytes(), t.sizeBytes())).toList());
    }

    /** Only what does not move all the time while it sends. */
    UploaderView withoutProgress() {
        return new UploaderView(activity, why, 0, 0, List.of());
    }
}
