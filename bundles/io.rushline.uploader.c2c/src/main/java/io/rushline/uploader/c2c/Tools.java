package io.rushline.uploader.c2c;

/**
 * What the clips on their way share.
 *
 * @param hashing how many files are hashed at a time
 * @param origin  what {@link Outside#nanos()} said at the start
 */
record Tools(Outside outside, Jobs jobs, FailureTable failures, AssetApi assets, PartSender sender, MediaCheck media, Turnstile hashing,
        CallPause calls, Meter meter, long origin) {

    private static final int HASHERS = 2;

    static Tools of(Outside outside, Limits limits, Jobs jobs) {
        FailureTable failures = new FailureTable(outside.clock());
        return new Tools(outside, jobs, failures, new AssetApi(outside.disk(), failures, outside.clock(), limits.partBytes()),
                new PartSender(outside.disk(), failures), new MediaCheck(outside.disk()), new Turnstile(HASHERS), new CallPause(), new Meter(),
                outside.nanos().getAsLong());
    }

    /** Nanoseconds since the start; never negative. */
    long now() {
        return outside.nanos().getAsLong() - origin;
    }
}
