package io.rushline.uploader.c2c;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Creates a clip's asset in the cloud (C2C guide, Upload (Basic); protocol section 5). Nothing in the answer is believed unseen: no byte of a
 * clip goes to an address that is not {@code https:}. Workers' threads; blocks.
 */
final class AssetApi {

    private static final String PATH = "/v2/devices/assets";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,127}");

    private final JsonMapper json = new JsonMapper();
    private final FileTypes types = new FileTypes();
    private final MediaCheck media;
    private final FailureTable failures;
    private final Clock clock;
    private final LongSupplier partBytes;

    /** A new asset and the parts it is to be sent in. */
    record Created(Asset asset, List<Part> parts) {
    }

    AssetApi(MediaCheck media, FailureTable failures, Clock clock, LongSupplier partBytes) {
        this.media = media;
        this.failures = failures;
        this.clock = clock;
        this.partBytes = partBytes;
    }

    /** @param project the only one in which the asset may be made: what a token is for shows in the connection alone */
    Created create(Connector connector, CloudClient cloud, Clip clip, String project) throws CloudException, AuthException, Failed {
        media.check(clip);
        if (clip.sizeBytes() > PartPlan.MAX_CLIP_BYTES) {
            throw new Failed(Failure.of(Kind.MEDIA, "media.too-large", "The clip is larger than 5 TiB, which is more than the cloud takes.",
                    "Split it."), null);
        }
        String type = types.of(clip.name());
        AccessToken token = of(project, connector, connector.token());
        Answer answer = cloud.call(Call.post(PATH, token.value(), request(clip, type)));
        if (answer.status() == 401) {
            token = of(project, connector, connector.renew(token));
            answer = cloud.call(Call.post(PATH, token.value(), request(clip, type)));
        }
        if (!answer.ok() || FailureTable.page(answer)) {
            throw new Failed(failures.ofCall(answer, said(answer.body())), null);
        }
        return read(answer.body(), clip, type);
    }

    /** The device may have been paired with another project while we waited. */
    private static AccessToken of(String project, Connector connector, AccessToken token) throws Failed {
        if (!connector.connection().projectId().equals(Optional.of(project))) {
            throw new Failed(Failure.of(Kind.TOKEN, "auth.other-project", "The device is being connected to another project.",
                    "Nothing: the clip waits for its own."), null);
        }
        return token;
    }

    private String request(Clip clip, String type) {
        ObjectNode body = json.createObjectNode();
        body.put("name", clip.name());
        body.put("filetype", type);
        body.put("filesize", clip.sizeBytes());
        // Whole seconds since it was made; anew at each try. A clock that was set back since must not make it negative.
        body.put("offset", Math.max(0, Duration.between(clip.createdAt(), clock.instant()).toSeconds()));
        body.put("channel", clip.channel());
        body.put("parts", PartPlan.wanted(clip.sizeBytes(), partBytes.getAsLong()));
        return body.toString();
    }

    private Created read(String body, Clip clip, String type) throws Failed {
        JsonNode answer = parse(body);
        String id = answer.path("id").asText();
        if (!ID.matcher(id).matches()) {
            throw new Failed(failures.unusable("it names no asset"), null);
        }
        JsonNode given = answer.path("upload_urls");
        if (!given.isArray() || given.isEmpty() || given.size() > PartPlan.MAX_PARTS) {
            throw new Failed(failures.unusable("it has " + given.size() + " upload URLs"), null);
        }
        List<URI> urls = new ArrayList<>(given.size());
        for (JsonNode url : given) {
            urls.add(https(url.asText()));
        }
        Instant now = clock.instant();
        Asset asset = new Asset(id, Asset.Way.PLAIN, type, now, urls);
        try {
            List<Part> parts = PartPlan.of(clip.sizeBytes(), urls.size());
            usable(asset, parts, clip.sizeBytes());
            return new Created(asset, parts);
        } catch (IllegalArgumentException e) {
            throw new Failed(failures.unusable(e.getMessage()), e);
        }
    }

    /**
     * Whether an asset and its parts can be sent as they stand; the queue's database may have been edited by hand.
     *
     * @throws IllegalArgumentException where not
     */
    static void usable(Asset asset, List<Part> parts, long clipBytes) {
        Set<URI> urls = new HashSet<>();
        for (URI url : asset.uploadUrls()) {
            if (!isHttps(url) || !urls.add(url)) {
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

    private URI https(String text) throws Failed {
        try {
            URI url = new URI(text);
            if (isHttps(url)) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Without the cause: its message holds the URL, which is a secret.
            throw new Failed(failures.unusable("an upload URL is no address"), null);
        }
        throw new Failed(failures.unusable("an upload URL is not https:"), null);
    }

    private static boolean isHttps(URI url) {
        return "https".equalsIgnoreCase(url.getScheme()) && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null;
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
