package io.rushline.uploader.c2c;

import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.Network;
import io.rushline.queue.api.ItemId;
import java.time.LocalDateTime;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the clips on their way share.
 *
 * @param hashing   how many files are hashed at a time
 * @param c4        also take a C4 id of each clip
 * @param link      what they have learnt of it
 * @param slowLinks as set
 * @param origin    what {@link Outside#nanos()} said at the start
 */
record Tools(Outside outside, Jobs jobs, FailureTable failures, AssetApi assets, PartSender sender, MediaCheck media, Turnstile hashing,
        BooleanSupplier c4, CallPause calls, Meter meter, Throttle throttle, Traffic traffic, Link link, Supplier<SlowLinks> slowLinks,
        long origin) {

    private static final System.Logger LOG = System.getLogger(Tools.class.getName());
    private static final int HASHERS = 2;

    /** @param limits as they are at the moment */
    static Tools of(Outside outside, Supplier<Limits> limits, Jobs jobs) {
        FailureTable failures = new FailureTable(outside.clock());
        MediaCheck media = new MediaCheck(outside.disk(), outside.nanos());
        Meter meter = new Meter();
        Throttle throttle = new Throttle(() -> limits.get().bandwidth().at(LocalDateTime.now(outside.clock())), outside.nanos(), outside.sleeper());
        long origin = outside.nanos().getAsLong();
        Traffic traffic = new Traffic(outside, limits, failures, throttle, origin);
        Age age = new Age(outside.clock(), () -> outside.services().network().map(Network::status), () -> outside.nanos().getAsLong() - origin);
        return new Tools(outside, jobs, failures, new AssetApi(media, failures, outside.clock(), age, traffic.lanes()::partBytes),
                new PartSender(new ThrottledDisk(outside.disk(), throttle), media, failures, outside.services()::network), media,
                new Turnstile(HASHERS), () -> limits.get().c4(), new CallPause(), meter,
                throttle, traffic, new Link(), () -> limits.get().slowLinks(), origin);
    }

    /**
     * What an error on the way of a clip means; what nobody expected is logged, here and nowhere else.
     *
     * @param replaced a service that was used is not that service any more: what it threw at its end says nothing about the clip
     */
    Failure understood(ItemId item, Throwable error, boolean replaced) {
        Throwable meant = replaced && error instanceof RuntimeException ? new CloudException(CloudException.Code.CUT, "", error) : error;
        Failure failure = failures.of(meant);
        if (failure.kind() == Kind.BUG) {
            // Without its message, which may quote an upload URL or a token.
            Throwable shown = new Throwable(error.getClass().getName());
            shown.setStackTrace(error.getStackTrace());
            LOG.log(System.Logger.Level.ERROR, "Clip " + item + ": unexpected; it is postponed", shown);
        }
        return failure;
    }

    /** Nanoseconds since the start; never negative. */
    long now() {
        return outside.nanos().getAsLong() - origin;
    }
}
