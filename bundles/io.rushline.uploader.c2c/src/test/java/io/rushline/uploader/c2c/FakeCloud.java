package io.rushline.uploader.c2c;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** A cloud in memory: assets, parts, and whatever trouble a test asks for. Parts are as large as the test says, S3's least size is not kept. */
final class FakeCloud implements CloudClient {

    /** Trouble in place of an answer, once; null means none. */
    interface Fault {
        Answer strike() throws CloudException;
    }

    static final class Stored {
        final JsonNode asked;
        final int urls;
        final boolean realtime;
        final Map<Integer, byte[]> parts = new TreeMap<>();
        /** Of a real-time asset: what was asked for. */
        final TreeMap<Integer, Long> sizes = new TreeMap<>();
        long filesize = -1;
        String name;
        boolean expired;

        Stored(JsonNode asked, int urls) {
            this.asked = asked;
            this.urls = urls;
            this.realtime = asked.path("is_realtime_upload").asBoolean();
            this.name = asked.path("name").asText();
        }

        boolean complete() {
            return realtime ? filesize >= 0 && parts.keySet().equals(sizes.keySet()) : parts.size() == urls;
        }

        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            parts.values().forEach(all::writeBytes);
            return all.toByteArray();
        }
    }

    final Map<String, Stored> assets = new ConcurrentHashMap<>();
    final Deque<Fault> callFaults = new ArrayDeque<>();
    final Deque<Fault> putFaults = new ArrayDeque<>();
    /** After storing, before the answer: the part is there but nobody knows. */
    final Deque<Fault> lateFaults = new ArrayDeque<>();
    final List<String> puts = new ArrayList<>();
    /** Of how many bytes come how many URLs. */
    IntUnaryOperator urlsFor = bytes -> Math.max(1, (bytes + 9) / 10);
    String validToken = "token-1";
    /** What real-time calls are answered with instead of being taken; 0: taken. */
    int refusesRealtime;
    int refusesRealtimeParts;
    /** Bodies of the calls for real-time parts. */
    final List<JsonNode> partCalls = new ArrayList<>();
    /** How long upload URLs can be used. */
    long urlSeconds = 86_400;
    LongSupplier nanos = () -> 0;
    boolean down;
    /** Uploads to these assets do not get through; the calls do. */
    Predicate<String> unreachable = asset -> false;
    Consumer<String> watched = put -> { };
    int cutAfter = Integer.MAX_VALUE;
    int calls;
    private final JsonMapper json = new JsonMapper();

    static CloudException network() {
        return new CloudException(CloudException.Code.UNREACHABLE);
    }

    static Fault broken(CloudException.Code code) {
        return () -> {
            throw new CloudException(code);
        };
    }

    static Fault answer(int status, Map<String, String> headers, String body) {
        return () -> new Answer(status, headers, body);
    }

    static Fault storage(int status, String code) {
        return answer(status, Map.of("content-type", "application/xml"),
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>Because.</Message><RequestId>1</RequestId></Error>");
    }

    @Override
    public URI base() {
        return URI.create("https://api.frame.io");
    }

    @Override
    public synchronized Answer call(Call call) throws CloudException {
        calls++;
        if (down) {
            throw network();
        }
        Answer fault = strike(callFaults);
        if (fault != null) {
            return fault;
        }
        if (!call.bearer().orElse("").equals(validToken)) {
            return new Answer(401, Map.of(), "{\"code\":401,\"message\":\"Not Authorized\"}");
        }
        try {
            JsonNode asked = json.readTree(((Call.Body.Json) call.body()).text());
            if (call.path().endsWith("/realtime_upload/parts")) {
                return parts(call.path().split("/")[4], asked);
            }
            if (asked.path("is_realtime_upload").asBoolean()) {
                return recording(asked);
            }
            int urls = urlsFor.applyAsInt(asked.path("filesize").asInt());
            String id = "asset-" + (assets.size() + 1);
            assets.put(id, new Stored(asked, urls));
            List<String> list = new ArrayList<>();
            for (int i = 1; i <= urls; i++) {
                list.add(url(id, i));
            }
            return new Answer(201, Map.of("content-type", "application/json"),
                    json.writeValueAsString(Map.of("id", id, "name", asked.path("name").asText(), "upload_urls", list)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private String url(String id, int number) {
        return "https://bucket.example/" + id + "/" + number + "?X-Amz-Expires=" + urlSeconds + "&at=" + nanos.getAsLong() + "&X-Amz-Signature=secret";
    }

    private Answer recording(JsonNode asked) throws JsonProcessingException {
        if (refusesRealtime != 0) {
            return new Answer(refusesRealtime, Map.of(), "{\"message\":\"not in real time\"}");
        }
        if (asked.has("filesize") || asked.path("name").asText().indexOf('.') < 0) {
            return new Answer(422, Map.of(), "{}");
        }
        String id = "asset-" + (assets.size() + 1);
        assets.put(id, new Stored(asked, 0));
        return new Answer(201, Map.of(), json.writeValueAsString(Map.of("id", id)));
    }

    /** With the rules of protocol section 6. */
    private Answer parts(String id, JsonNode asked) throws JsonProcessingException {
        partCalls.add(asked);
        Stored asset = assets.get(id);
        if (refusesRealtimeParts != 0) {
            return new Answer(refusesRealtimeParts, Map.of(), "{\"message\":\"no\"}");
        }
        List<String> list = new ArrayList<>();
        TreeMap<Integer, Long> sizes = new TreeMap<>(asset.sizes);
        boolean settled = asset.filesize >= 0;
        for (JsonNode part : asked.path("parts")) {
            long size = part.path("size").asLong();
            int number = part.path("number").asInt();
            Long before = sizes.putIfAbsent(number, size);
            if (!part.path("is_final").asBoolean() && size < PartPlan.MIN_PART_BYTES || before != null && before != size || before == null && settled) {
                throw new AssertionError("part " + number + " of " + size + ", before " + before);
            }
            if (part.path("is_final").asBoolean()) {
                asset.filesize = asked.path("asset_filesize").asLong(-1);
                asset.name = asked.path("asset_name").asText(asset.name);
                settled = false;
            }
            list.add(url(id, number));
        }
        if (asset.filesize >= 0 && asset.filesize != sizes.values().stream().mapToLong(Long::longValue).sum()) {
            throw new AssertionError(asset.filesize + " bytes, but parts of " + sizes);
        }
        asset.sizes.putAll(sizes);
        return new Answer(200, Map.of(), json.writeValueAsString(Map.of("upload_urls", list)));
    }

    @Override
    public synchronized Answer put(PartUpload part) throws CloudException {
        if (down) {
            throw network();
        }
        String[] path = part.url().getPath().split("/");
        if (unreachable.test(path[1])) {
            throw network();
        }
        Stored asset = assets.get(path[1]);
        puts.add(path[1] + "/" + path[2]);
        watched.accept(path[1] + "/" + path[2]);
        byte[] body = receive(part);
        long signedAt = Long.parseLong(part.url().getQuery().replaceAll(".*&at=([0-9]+)&.*", "$1"));
        if (asset.expired || nanos.getAsLong() - signedAt >= urlSeconds * 1_000_000_000L) {
            return storage(403, "AccessDenied").strike();
        }
        Answer fault = strike(putFaults);
        if (fault != null) {
            return fault;
        }
        if (body.length != part.sizeBytes() || !part.contentType().equals(asset.asked.path("filetype").asText())) {
            throw new AssertionError("not what was signed");
        }
        asset.parts.put(Integer.parseInt(path[2]), body);
        Answer late = strike(lateFaults);
        return late == null ? new Answer(200, Map.of(), "") : late;
    }

    private byte[] receive(PartUpload part) throws CloudException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        OutputStream limited = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                int fits = Math.min(length, cutAfter - body.size());
                body.write(bytes, offset, fits);
                if (fits < length) {
                    throw new IOException("connection reset");
                }
            }
        };
        try {
            part.body().writeTo(limited);
        } catch (PartUpload.BodyException e) {
            throw new CloudException(CloudException.Code.BODY, "", e);
        } catch (IOException e) {
            throw new CloudException(CloudException.Code.CUT, "", e);
        }
        return body.toByteArray();
    }

    private static Answer strike(Deque<Fault> faults) throws CloudException {
        Fault fault = faults.poll();
        return fault == null ? null : fault.strike();
    }

    List<Stored> complete() {
        return assets.values().stream().filter(Stored::complete).toList();
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
