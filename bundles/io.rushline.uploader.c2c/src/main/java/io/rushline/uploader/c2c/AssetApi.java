package io.rushline.uploader.c2c;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.AuthException;
import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Part;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Creates a clip's asset in the cloud and asks for the upload URLs of real-time parts (C2C guide, Upload (Basic) and Real-Time Uploads; protocol
 * sections 5 and 6). Nothing in an answer is believed unseen: no byte of a clip goes to an address that is not {@code https:}. Workers' threads;
 * blocks.
 */
final class AssetApi {

    private static final String PATH = "/v2/devices/assets";
    private static final String PARTS = "/realtime_upload/parts";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,127}");
    /** Answers that say: not in this way. 409 is "Channel Paused" when an asset is created, and final. */
    private static final Set<Integer> NOT_SO = Set.of(400, 403, 404, 405, 422);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final JsonMapper json = new JsonMapper();
    private final FileTypes types = new FileTypes();
    private final MediaCheck media;
    private final FailureTable failures;
    private final Clock clock;
    private final Age age;
    private final LongUnaryOperator partBytes;
    /** By project: whether it takes real-time uploads, as far as it has shown. */
    private final Map<String, Boolean> realtime = new ConcurrentHashMap<>();

    /**
     * What asset is wanted.
     *
     * @param growing    the clip is still being recorded
     * @param project    the only one in which the asset may be made: what a token is for shows in the connection alone
     * @param versionOf  an asset of which it is to become a new version
     * @param smallParts as small as can be, and not as set: for links that carry no large ones
     */
    record Wish(Clip clip, boolean growing, String project, Optional<String> versionOf, Asset.Way way, boolean smallParts) {
    }

    /** A new asset and the parts it is to be sent in; none yet of a real-time one. */
    record Created(Asset asset, List<Part> parts) {
    }

    /**
     * Real-time parts about to leave.
     *
     * @param last      among them the final one, or empty
     * @param clipName  what the asset is called from the final part on
     * @param clipBytes the whole, once the final part is known
     */
    record Leaving(String assetId, List<Part> parts, Optional<Part> last, String clipName, long clipBytes) {
    }

    /** The cloud made something, but what it said about it cannot be used. */
    static final class Unusable extends Failed {
        private static final long serialVersionUID = 1L;

        private final transient Optional<String> assetId;

        Unusable(Failure failure, Optional<String> assetId) {
            super(failure, null);
            this.assetId = assetId;
        }

        Optional<String> assetId() {
            return assetId;
        }
    }

    /** @param partBytes about how large the parts of a clip of so many bytes should be */
    AssetApi(MediaCheck media, FailureTable failures, Clock clock, Age age, LongUnaryOperator partBytes) {
        this.media = media;
        this.failures = failures;
        this.clock = clock;
        this.age = age;
        this.partBytes = partBytes;
    }

    /** Nothing has shown yet that the project does not, and the name is one that real-time uploads may have. Any thread; returns at once. */
    boolean takesRealtime(String project, String clipName) {
        return realtime.getOrDefault(project, true) && clipName.lastIndexOf('.') >= 0 && !clipName.endsWith(".");
    }

    Created create(Connector connector, CloudClient cloud, Wish wish) throws CloudException, AuthException, Failed {
        Clip clip = wish.clip();
        if (wish.growing()) {
            media.grown(clip);
        } else {
            media.check(clip);
        }
        if (clip.sizeBytes() > PartPlan.MAX_CLIP_BYTES) {
            throw new Failed(Failure.of(Kind.MEDIA, "media.too-large", "The clip is larger than 5 TiB, which is more than the cloud takes.",
                    "Split it."), null);
        }
        String type = types.of(clip.name());
        Answer answer = call(connector, cloud, wish.project(), PATH, () -> request(wish, type));
        if (answer.status() == NOT_FOUND && !FailureTable.page(answer)) {
            // Nothing in this call but the device, or the asset of an earlier version, can be unknown.
            connector.look();
            Optional<String> trouble = connector.connection().trouble();
            if (trouble.isPresent() || wish.way() == Asset.Way.PLAIN) {
                throw new Failed(failures.ofUnknown(answer, trouble.orElse(said(answer.body())), trouble.isPresent()), null);
            }
        }
        if (wish.way() == Asset.Way.REALTIME && refused(answer, false)) {
            throw notRealtime(wish.project(), answer);
        }
        return read(ok(answer).body(), wish, type);
    }

    /** @return one URL for each part, in their order */
    List<URI> urls(Connector connector, CloudClient cloud, String project, Leaving leaving) throws CloudException, AuthException, Failed {
        String body = request(leaving);
        Answer answer = call(connector, cloud, project, PATH + "/" + leaving.assetId() + PARTS, () -> body);
        if (refused(answer, true)) {
            throw notRealtime(project, answer);
        }
        List<URI> urls = urls(parse(ok(answer).body()));
        if (urls.size() != leaving.parts().size() || new HashSet<>(urls).size() != urls.size()) {
            throw new Failed(failures.unusable("it has " + urls.size() + " upload URLs for " + leaving.parts().size() + " parts, or one of them twice"), null);
        }
        realtime.put(project, true);
        return urls;
    }

    private static boolean refused(Answer answer, boolean parts) {
        return (NOT_SO.contains(answer.status()) || parts && answer.status() == CONFLICT) && !FailureTable.page(answer);
    }

    /** Where it worked before, it is something about this clip; otherwise no other needs to try. */
    private Failed notRealtime(String project, Answer answer) {
        realtime.putIfAbsent(project, false);
        Failure refusal = failures.ofCall(answer, said(answer.body()));
        return new Failed(Failure.of(Kind.NOT_REALTIME, "realtime.refused", "The cloud does not take this clip in real time: " + refusal.reason().what(),
                "Nothing: it goes up as a whole once it is finished."), null);
    }

    /** With one renewal of the token. */
    private Answer call(Connector connector, CloudClient cloud, String project, String path, Supplier<String> body)
            throws CloudException, AuthException, Failed {
        AccessToken token = of(project, connector, token(connector::token));
        Answer answer = cloud.call(Call.post(path, token.value(), body.get()));
        if (answer.status() == 401) {
            AccessToken refused = token;
            token = of(project, connector, token(() -> connector.renew(refused)));
            answer = cloud.call(Call.post(path, token.value(), body.get()));
        }
        return answer;
    }

    private interface Tokens {
        AccessToken get() throws AuthException, CloudException;
    }

    /** Trouble on the way to a token is no trouble of the call, of which nothing has left yet. */
    private AccessToken token(Tokens tokens) throws AuthException, Failed {
        try {
            return tokens.get();
        } catch (CloudException e) {
            throw new Failed(failures.of(e), e);
        }
    }

    /** The device may have been paired with another project while we waited. */
    private static AccessToken of(String project, Connector connector, AccessToken token) throws Failed {
        if (!connector.connection().projectId().equals(Optional.of(project))) {
            throw new Failed(Failure.of(Kind.TOKEN, "auth.other-project", "The device is being connected to another project.",
                    "Nothing: the clip waits for its own."), null);
        }
        return token;
    }

    private Answer ok(Answer answer) throws Failed {
        if (!answer.ok() || FailureTable.page(answer)) {
            throw new Failed(failures.ofCall(answer, said(answer.body())), null);
        }
        return answer;
    }

    private String request(Wish wish, String type) {
        Clip clip = wish.clip();
        ObjectNode body = json.createObjectNode();
        body.put("name", clip.name());
        body.put("filetype", type);
        if (wish.way() == Asset.Way.PLAIN) {
            body.put("filesize", clip.sizeBytes());
        } else {
            body.put("is_realtime_upload", true);
        }
        body.put("offset", age.seconds(clip)); // anew at each try
        body.put("channel", clip.channel());
        if (wish.way() == Asset.Way.PLAIN) {
            body.put("parts", PartPlan.wanted(clip.sizeBytes(), wish.smallParts() ? PartPlan.MIN_PART_BYTES : partBytes.applyAsLong(clip.sizeBytes())));
        }
        wish.versionOf().ifPresent(asset -> body.put("auto_version_id", asset));
        return body.toString();
    }

    private String request(Leaving leaving) {
        ObjectNode body = json.createObjectNode();
        ArrayNode parts = body.putArray("parts");
        for (Part part : leaving.parts()) {
            parts.addObject().put("number", part.number()).put("size", part.sizeBytes())
                    .put("is_final", leaving.last().filter(part::equals).isPresent());
        }
        if (leaving.last().isPresent()) {
            body.put("asset_name", leaving.clipName());
            body.put("asset_filesize", leaving.clipBytes());
        }
        return body.toString();
    }

    private Created read(String body, Wish wish, String type) throws Failed {
        JsonNode answer;
        try {
            answer = parse(body);
        } catch (Failed e) {
            throw new Unusable(e.failure(), Optional.empty());
        }
        Optional<String> id = Optional.of(answer.path("id").asText()).filter(i -> ID.matcher(i).matches());
        if (id.isEmpty()) {
            throw new Unusable(failures.unusable("it names no asset"), id);
        }
        try {
            List<URI> urls = wish.way() == Asset.Way.PLAIN ? urls(answer) : List.of();
            Asset asset = new Asset(id.get(), wish.way(), type, clock.instant(), urls);
            List<Part> parts = wish.way() == Asset.Way.PLAIN ? PartPlan.of(wish.clip().sizeBytes(), urls.size()) : List.of();
            usable(asset, parts, wish.clip().sizeBytes());
            return new Created(asset, parts);
        } catch (IllegalArgumentException e) {
            throw new Unusable(failures.unusable(e.getMessage()), id);
        } catch (Failed e) {
            throw new Unusable(e.failure(), id);
        }
    }

    private List<URI> urls(JsonNode answer) throws Failed {
        JsonNode given = answer.path("upload_urls");
        if (!given.isArray() || given.isEmpty() || given.size() > PartPlan.MAX_PARTS) {
            throw new Failed(failures.unusable("it has " + given.size() + " upload URLs"), null);
        }
        List<URI> urls = new ArrayList<>(given.size());
        for (JsonNode url : given) {
            urls.add(UploadUrl.read(url.asText()).orElseThrow(() -> new Failed(failures.unusable("an upload URL is not https:, or no address"), null)));
        }
        return urls;
    }

    /**
     * Whether a plain asset and its parts can be sent as they stand; the queue's database may have been edited by hand. What a real-time one has,
     * {@link RealtimePlan} checks.
     *
     * @throws IllegalArgumentException where not
     */
    static void usable(Asset asset, List<Part> parts, long clipBytes) {
        if (asset.way() == Asset.Way.REALTIME) {
            return;
        }
        Set<URI> urls = new HashSet<>();
        for (URI url : asset.uploadUrls()) {
            if (!UploadUrl.usable(url) || !urls.add(url)) {
                throw new IllegalArgumentException("an upload URL is not https: or stands twice");
            }
        }
        long offset = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.number() != i + 1 || part.offsetBytes() != offset || part.sizeBytes() < 0) {
                throw new IllegalArgumentException("the parts do not follow one another");
            }
            offset += part.sizeBytes();
        }
        if (parts.isEmpty() || parts.size() != urls.size() || offset != clipBytes) {
            throw new IllegalArgumentException("parts, upload URLs and the clip's size do not add up");
        }
    }

    private JsonNode parse(String body) throws Failed {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            // Without the cause: its message may quote an upload URL.
            throw new Failed(failures.unusable("it is no JSON"), null);
        }
    }

    /** The API's own words about an error: the first detail, else the message. */
    private String said(String body) {
        try {
            JsonNode error = json.readTree(body);
            String detail = error.path("errors").path(0).path("detail").asText();
            return detail.isEmpty() ? error.path("message").asText() : detail;
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
