package io.rushline.itests.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudSocket;
import io.rushline.cloud.api.PartUpload;
import io.rushline.cloud.api.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** The cloud, as strict as protocol sections 5 to 7: assets, their parts, tokens, pauses. Its calls take virtual time, on fibers. */
final class CloudModel implements CloudClient {

    /** Part of each token and each upload URL. */
    static final String SECRET = "5ecret";
    static final long MIN_PART = 5L << 20;

    private final World world;
    private final Random chance;
    private final Link link;
    private final Trouble trouble;
    private final JsonMapper json = new JsonMapper();
    private final Map<String, CloudAsset> assets = new LinkedHashMap<>();
    /** By token: the project it is for. */
    private final Map<String, String> tokens = new LinkedHashMap<>();
    final Pauses pauses = new Pauses();
    private boolean takesRealtime = true;
    private long urlSeconds = 86_400;

    CloudModel(World world, Random chance, Link link, Trouble trouble) {
        this.world = world;
        this.chance = chance;
        this.link = link;
        this.trouble = trouble;
    }

    void rules(boolean realtime, long lifeOfUrls) {
        takesRealtime = realtime;
        urlSeconds = lifeOfUrls;
    }

    Map<String, CloudAsset> assets() {
        return assets;
    }

    String newToken(String project) {
        String token = "token-" + project + "-" + (tokens.size() + 1) + "-" + SECRET;
        tokens.put(token, project);
        return token;
    }

    void revoke(String token) {
        tokens.put(token, "");
    }

    @Override
    public URI base() {
        return URI.create("https://api.frame.io");
    }

    @Override
    public Answer call(Call call) throws CloudException {
        try {
            return answer(call);
        } catch (AssertionError violation) {
            world.checks.found(violation);
            throw violation;
        }
    }

    private Answer answer(Call call) throws CloudException {
        long began = world.time.nanos();
        link.reach(300);
        if (link.state() == Link.State.PORTAL) {
            return new Answer(200, Map.of("content-type", "text/html"), "<html>Sign in</html>");
        }
        Answer fault = trouble.call();
        if (fault != null) {
            world.journal.note("cloud: " + call + " answered with " + fault.status());
            return fault;
        }
        String project = tokens.getOrDefault(call.bearer().orElse(""), "");
        if (project.isEmpty()) {
            return Trouble.api(401, Map.of());
        }
        Reply reply = reply(call, project, began);
        try {
            boolean lost = trouble.lost();
            Fiber.sleep(Duration.ofMillis(20 + chance.nextLong(lost ? 20_000 : 300)));
            if (!lost && link.state() == Link.State.UP) {
                reply.made.ifPresent(asset -> asset.answerLost = false);
                return reply.answer;
            }
            world.journal.note("cloud: the answer is lost " + reply.made.map(a -> a.id).orElse(""));
            throw new CloudException(List.of(CloudException.Code.CUT, CloudException.Code.TIMEOUT, CloudException.Code.BAD_ANSWER).get(chance.nextInt(3)));
        } catch (InterruptedException e) {
            throw new CloudException(CloudException.Code.CUT);
        }
    }

    /** @param made an asset that this call made */
    private record Reply(Answer answer, Optional<CloudAsset> made) {
    }

    private Reply reply(Call call, String project, long began) {
        try {
            JsonNode asked = json.readTree(((Call.Body.Json) call.body()).text());
            if (call.path().endsWith("/realtime_upload/parts")) {
                return new Reply(parts(call.path().split("/")[4], project, asked), Optional.empty());
            }
            return create(project, asked, began);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    // ---- protocol section 5

    private Reply create(String project, JsonNode asked, long began) throws JsonProcessingException {
        String name = asked.path("name").asText();
        long size = asked.path("filesize").asLong(-1);
        boolean realtime = asked.path("is_realtime_upload").asBoolean();
        world.checks.asked(project, name, began);
        Optional<Answer> refusal = refusal(project, asked, name, size, realtime);
        if (refusal.isPresent()) {
            world.journal.note("cloud: " + name + " refused with " + refusal.get().status());
            return new Reply(refusal.get(), Optional.empty());
        }
        CloudAsset asset = new CloudAsset("asset-" + (assets.size() + 1), project, name, asked.path("filetype").asText(),
                Optional.ofNullable(asked.path("auto_version_id").asText(null)), realtime, world.time.nanos());
        asset.answerLost = true;
        assets.put(asset.id, asset);
        world.journal.note("cloud: " + asset.id + " of " + name + " in " + project + (realtime ? ", real-time" : ", " + size + " bytes"));
        world.checks.created(asset);
        if (realtime) {
            return new Reply(new Answer(201, Map.of(), json.writeValueAsString(Map.of("id", asset.id))), Optional.of(asset));
        }
        asset.filesize = size;
        int count = count(size, asked.path("parts").asInt(1));
        long each = (size + count - 1) / count;
        List<String> urls = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            asset.sizes.put(number, Math.min(each, size - each * (number - 1)));
            urls.add(url(asset, number));
        }
        return new Reply(new Answer(201, Map.of(), json.writeValueAsString(Map.of("id", asset.id, "name", name, "upload_urls", urls))), Optional.of(asset));
    }

    private Optional<Answer> refusal(String project, JsonNode asked, String name, long size, boolean realtime) {
        if (asked.path("offset").asLong(-1) < 0 || asked.path("filetype").asText().isEmpty() || realtime == asked.has("filesize") || !realtime && size < 0) {
            throw new AssertionError("a request that no cloud would take: " + asked);
        }
        if (name.contains("refused")) {
            return Optional.of(Trouble.api(List.of(400, 413, 415, 422).get(Take.numberOf(name) % 4), Map.of()));
        }
        if (realtime && !takesRealtime) {
            return Optional.of(Trouble.api(422, Map.of()));
        }
        long madeAt = world.time.nanos() - asked.path("offset").asLong() * 1_000_000_000L;
        return pauses.covers(project, asked.path("channel").asInt(), madeAt) ? Optional.of(Trouble.api(409, Map.of())) : Optional.empty();
    }

    /** Small clips are parted as if they were large; of large ones no part is too small for S3. */
    private int count(long size, int asked) {
        if (size >= MIN_PART) {
            return asked;
        }
        int count = 1 + chance.nextInt((int) Math.max(1, Math.min(12, size / 4)));
        while (count > 1 && (size + count - 1) / count * (count - 1) >= size) {
            count--;
        }
        return count;
    }

    private String url(CloudAsset asset, int number) {
        return "https://store.example/" + asset.id + "/" + number + "?X-Amz-Expires=" + urlSeconds + "&at=" + world.time.nanos() + "&X-Amz-Signature=" + SECRET;
    }

    // ---- protocol section 6

    private Answer parts(String id, String project, JsonNode asked) throws JsonProcessingException {
        CloudAsset asset = assets.get(id);
        if (asset == null || !asset.realtime || !asset.project.equals(project)) {
            return Trouble.api(404, Map.of());
        }
        TreeMap<Integer, Long> sizes = new TreeMap<>(asset.sizes);
        long filesize = asset.filesize;
        List<String> urls = new ArrayList<>();
        for (JsonNode part : asked.path("parts")) {
            int number = part.path("number").asInt();
            long size = part.path("size").asLong();
            Long before = sizes.putIfAbsent(number, size);
            boolean last = part.path("is_final").asBoolean();
            if (number < 1 || number > 10_000 || size < MIN_PART && !last || before != null && before != size) {
                throw new AssertionError(id + ": part " + number + " of " + size + " bytes, before " + before);
            }
            if (last) {
                filesize = asked.path("asset_filesize").asLong(-1);
            }
            urls.add(url(asset, number));
        }
        if (filesize >= 0 && filesize != sizes.values().stream().mapToLong(Long::longValue).sum()) {
            throw new AssertionError(id + ": " + filesize + " bytes in parts of " + sizes);
        }
        asset.sizes.putAll(sizes);
        asset.filesize = filesize;
        return new Answer(200, Map.of(), json.writeValueAsString(Map.of("upload_urls", urls)));
    }

    // ---- parts

    @Override
    public Answer put(PartUpload part) throws CloudException {
        try {
            return answer(part);
        } catch (AssertionError violation) {
            world.checks.found(violation);
            throw violation;
        }
    }

    private Answer answer(PartUpload part) throws CloudException {
        String[] path = part.url().getPath().split("/");
        CloudAsset asset = assets.get(path[1]);
        int number = Integer.parseInt(path[2]);
        world.checks.sending(asset, number);
        Link by = part.from().isPresent() ? world.second : link;
        int breaks = by.breaks();
        by.reach(200);
        if (by.state() == Link.State.PORTAL) {
            return new Answer(403, Map.of("content-type", "text/html"), "<html>Sign in</html>");
        }
        CloudAsset.Stored received = receive(part, asset, by, breaks);
        long signedAt = Long.parseLong(part.url().getQuery().replaceAll(".*&at=([0-9]+)&.*", "$1"));
        if (world.time.nanos() - signedAt >= urlSeconds * 1_000_000_000L) {
            world.journal.note("cloud: the URL of part " + number + " of " + asset.id + " has expired");
            return new Answer(403, Map.of("content-type", "application/xml"), "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
        }
        Answer fault = trouble.put();
        if (fault != null) {
            world.journal.note("cloud: part " + number + " of " + asset.id + " refused with " + fault.status());
            return fault;
        }
        if (received.size() != asset.sizes.get(number) || !part.contentType().equals(asset.type)) {
            throw new AssertionError("part " + number + " of " + asset.id + " is not what was signed");
        }
        asset.parts.put(number, received);
        world.journal.note("cloud: part " + number + " of " + asset.id + " stored" + (asset.complete() ? ", complete" : ""));
        if (trouble.lost() || by.breaks() != breaks) {
            world.journal.note("cloud: nobody learns of it");
            throw new CloudException(CloudException.Code.CUT);
        }
        try {
            Fiber.sleep(Duration.ofMillis(20 + chance.nextInt(100)));
        } catch (InterruptedException e) {
            throw new CloudException(CloudException.Code.CUT);
        }
        return new Answer(200, Map.of(), "");
    }

    private CloudAsset.Stored receive(PartUpload part, CloudAsset asset, Link by, int breaks) throws CloudException {
        double scale = Take.weight(asset.name);
        CRC32C crc = new CRC32C();
        long[] size = {0};
        OutputStream body = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                crc.update(bytes, offset, length);
                size[0] += length;
                by.carry(length * scale, breaks);
            }
        };
        by.begin();
        try {
            part.body().writeTo(body);
            return new CloudAsset.Stored(size[0], crc.getValue());
        } catch (PartUpload.BodyException e) {
            throw new CloudException(CloudException.Code.BODY, "", e);
        } catch (Link.Broken e) {
            throw new CloudException(e.code);
        } catch (IOException e) {
            throw new CloudException(CloudException.Code.CUT, "", e);
        } finally {
            by.end();
        }
    }

    @Override
    public CloudSocket open(String path, String bearer, CloudSocket.Listener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Transport transport() {
        return new Transport("none", "");
    }
}
