package io.rushline.console.view;

import io.rushline.uploader.api.Flow;
import io.rushline.uploader.api.UploaderStatus;
import java.time.Duration;
import java.util.List;

/** What the uploader is doing ({@code Uploader} in openapi.json). */
public record UploaderView(UploaderStatus.Activity activity, String why, long bitsPerSecond, long wastedBytes, FlowView flow,
        List<TransferView> transfers) {

    /** A part on its way. */
    public record TransferView(long item, int part, long sentBytes, long sizeBytes) {
    }

    /** How it uses the link. */
    public record FlowView(int parallelParts, int mostParallelParts, Long limitBitsPerSecond, Long remainingSeconds, String transport) {

        static FlowView of(Flow flow) {
            return new FlowView(flow.parallelParts(), flow.mostParallelParts(),
                    flow.limitBitsPerSecond().isPresent() ? flow.limitBitsPerSecond().getAsLong() : null,
                    flow.remaining().map(Duration::toSeconds).orElse(null), flow.transport());
        }

        FlowView withoutProgress() {
            return new FlowView(0, mostParallelParts, limitBitsPerSecond, null, transport);
        }
    }

    public static UploaderView of(UploaderStatus status) {
        return new UploaderView(status.activity(), status.why().orElse(null), status.bitsPerSecond(), status.wastedBytes(),
                FlowView.of(status.flow()), status.transfers().stream()
                        .map(t -> new TransferView(t.item().value(), t.part(), t.sentBytes(), t.sizeBytes())).toList());
    }

    /** Only what does not move all the time while it sends. */
    UploaderView withoutProgress() {
        return new UploaderView(activity, why, 0, 0, flow.withoutProgress(), List.of());
    }
}
