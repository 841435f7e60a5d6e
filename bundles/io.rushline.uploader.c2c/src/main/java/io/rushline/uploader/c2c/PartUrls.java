package io.rushline.uploader.c2c;

import io.rushline.auth.api.AuthException;
import io.rushline.cloud.api.CloudException;
import io.rushline.queue.api.Part;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The upload URLs of one real-time asset: each asked for right before its part leaves, kept in memory only, and asked for again, with the same
 * number and size, when it is too old or was refused as such. Any thread; {@link #of} blocks.
 */
final class PartUrls {

    /** A part that is refused so often with URLs that are fresh is refused for another reason than their age. */
    private static final int MOST_REFUSALS = 3;
    /** What a request may take until the storage sees it. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final LongSupplier nanos;
    private final Map<Integer, Signed> urls = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> refusals = new ConcurrentHashMap<>();
    private final Set<Integer> known = ConcurrentHashMap.newKeySet();

    private record Signed(URI url, long until) {
    }

    /** Asks the cloud for the URLs of parts. */
    interface Ask {
        /** @return one for each, in their order */
        List<URI> of(List<Part> parts) throws CloudException, AuthException, Failed;
    }

    PartUrls(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The cloud was asked for it in this life of the process, and so knows its size. */
    boolean known(Part part) {
        return known.contains(part.number());
    }

    /** @param parts those to ask for if the first one's URL is not at hand */
    URI of(List<Part> parts, Ask ask) throws CloudException, AuthException, Failed {
        int number = parts.get(0).number();
        Signed at = urls.get(number);
        if (at == null || at.until - nanos.getAsLong() <= 0) {
            long askedAt = nanos.getAsLong();
            List<URI> given = ask.of(parts);
            for (int i = 0; i < given.size(); i++) {
                Duration life = UploadUrl.life(given.get(i));
                Duration margin = life.dividedBy(4).compareTo(MARGIN) < 0 ? life.dividedBy(4) : MARGIN;
                urls.put(parts.get(i).number(), new Signed(given.get(i), askedAt + life.minus(margin).toNanos()));
                known.add(parts.get(i).number());
            }
            at = urls.get(number);
        }
        return at.url;
    }

    /** The storage did not take a part. What that means, where it says that the URL is not valid: another one, a few times. */
    Failed refused(Part part, Failed refusal) {
        if (refusal.failure().kind() != Kind.ASSET_GONE) {
            return refusal;
        }
        urls.remove(part.number());
        if (refusals.merge(part.number(), 1, Integer::sum) >= MOST_REFUSALS) {
            return refusal;
        }
        return new Failed(Failure.of(Kind.PASSING, "part.expired", "The upload URL of a part is no longer valid.",
                "Nothing: a new one is asked for."), refusal);
    }
}
