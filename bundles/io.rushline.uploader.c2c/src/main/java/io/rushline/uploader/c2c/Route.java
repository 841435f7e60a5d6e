package io.rushline.uploader.c2c;

import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Clip;
import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalDouble;

/**
 * Decides for one clip whether it goes plainly or in real time (protocol sections 5 and 6), before its asset is created and again while it goes:
 * a plain asset whose URLs will expire before the end, or whose parts are too large for the link, is given up before more is sent in vain.
 * Engine's thread only.
 */
final class Route {

    /** Rates vary: only what is far too slow is taken for too slow. */
    private static final double SLACK = 1.5;
    private static final Duration LEAST_MEASURE = Duration.ofMinutes(1);
    /** Where parts have arrived already, that would be lost. */
    private static final Duration LONG_MEASURE = Duration.ofMinutes(10);
    private static final Duration WINDOW = Duration.ofMinutes(20);

    private final Tools tools;
    private final Upload upload;
    private Pace pace = new Pace(WINDOW);
    private Duration life = UploadUrl.USUAL_LIFE;
    private long expiresAt;
    private Asset.Way wished = Asset.Way.PLAIN;
    private boolean plainOnly;
    private boolean smallParts;
    private boolean changed;

    Route(Tools tools, Upload upload) {
        this.tools = tools;
        this.upload = upload;
    }

    /** It is not to be tried in real time again. */
    void plainOnly() {
        plainOnly = true;
    }

    /** The URLs of this asset did not live until the end. */
    void expired(Asset asset) {
        changed |= asset != null && asset.way() == Asset.Way.PLAIN;
    }

    /** The asset was given up since it could not be finished in time. */
    void tooSlow() {
        changed = true;
    }

    boolean realtimeWorks() {
        return !plainOnly && upload.item().projectId().filter(p -> tools.assets().takesRealtime(p, upload.place().clip().name())).isPresent();
    }

    /** How the next asset is to be made. */
    AssetApi.Wish wish() {
        Clip clip = upload.place().clip();
        boolean growing = upload.place().growing();
        smallParts = changed || !tools.link().inTime(clip.sizeBytes(), tools.now()) || tools.link().tooLarge(clip.sizeBytes(), false, tools.now());
        boolean realtime = growing || smallParts && clip.sizeBytes() > PartPlan.MIN_PART_BYTES && slowGoesInRealtime();
        wished = realtime ? Asset.Way.REALTIME : Asset.Way.PLAIN;
        return new AssetApi.Wish(clip, growing, upload.item().projectId().orElseThrow(), upload.item().versionOf(), wished, smallParts);
    }

    /** It goes, or was about to go, through the real-time calls. */
    boolean realtime(Asset asset) {
        return (asset == null ? wished : asset.way()) == Asset.Way.REALTIME;
    }

    /** Another asset. */
    void begin(Asset asset) {
        pace = new Pace(WINDOW);
        if (asset.way() == Asset.Way.PLAIN) {
            life = asset.uploadUrls().stream().map(UploadUrl::life).min(Comparator.naturalOrder()).orElse(UploadUrl.USUAL_LIFE);
            tools.link().urlLife(life);
            // The wall clock is asked once: when it is set, no URL grows old by that.
            Duration age = Duration.between(asset.createdAt(), tools.outside().clock().instant());
            expiresAt = tools.now() + life.minus(age.isNegative() ? Duration.ZERO : age).toNanos();
        }
    }

    /**
     * Takes a look, after each event.
     *
     * @return the asset should be given up for another way
     */
    boolean wrong(Asset asset, Parts parts) {
        pace.look(tools.now(), parts.goodBytes(), parts.anyOnItsWay());
        OptionalDouble rate = pace.bytesPerSecond();
        if (rate.isPresent() && pace.measured().compareTo(LEAST_MEASURE) >= 0) {
            tools.link().rate(rate.getAsDouble(), tools.now());
        }
        if (asset.way() == Asset.Way.REALTIME || changed || parts.leftBytes() == 0) {
            return false;
        }
        boolean tooLarge = tools.link().tooLarge(parts.nextBytes(), parts.anyArrived(), tools.now());
        return tooLarge && (slowGoesInRealtime() || !smallParts) || slowGoesInRealtime() && tooLate(parts, rate);
    }

    private boolean slowGoesInRealtime() {
        return tools.slowLinks().get() == SlowLinks.REALTIME && realtimeWorks();
    }

    private boolean tooLate(Parts parts, OptionalDouble rate) {
        Duration quarter = life.dividedBy(4);
        Duration wanted = parts.anyArrived() ? LONG_MEASURE : LEAST_MEASURE;
        if (rate.isEmpty() || pace.measured().compareTo(quarter.compareTo(wanted) < 0 ? quarter : wanted) < 0) {
            return false;
        }
        double left = (expiresAt - tools.now()) / 1e9;
        tools.link().rate(rate.getAsDouble(), tools.now());
        // Where they should have expired already and have not, this clock is wrong: the cloud will say when.
        return left > 0 && parts.leftBytes() / rate.getAsDouble() > left * SLACK;
    }
}
