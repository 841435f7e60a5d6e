package io.rushline.simulator;

import io.rushline.simulator.CloudState.Device;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Creates assets and hands out upload URLs, for finished files and while recording (protocol sections 5 and 6). Any thread. */
final class AssetEndpoints {

    private static final long MAX_OFFSET = Integer.MAX_VALUE;

    private final AssetStore assets;
    private final Authority authority;
    private final UploadUrls urls;
    private final Config config;
    private final Clock clock;
    private final RandomGenerator random;

    AssetEndpoints(AssetStore assets, Authority authority, UploadUrls urls, Config config, Clock clock, RandomGenerator random) {
        this.assets = assets;
        this.authority = authority;
        this.urls = urls;
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v2/devices/assets", this::create),
                Route.post("/v2/assets", this::create),
                Route.post("/v2/devices/assets/{asset}/realtime_upload/parts", this::realtimeParts));
    }

    private Reply create(Exchange exchange) throws Refusal, IOException {
        Device device = authority.authenticate(exchange);
        JsonFields fields = new JsonFields(exchange.json());
        Instant now = clock.instant();
        int channel = (int) fields.optionalNumber("channel", 0, config.channels() - 1L).orElse(0);
        long offset = fields.optionalNumber("offset", 0, MAX_OFFSET).orElse(0);
        boolean realtime = fields.flag("is_realtime_upload");
        Asset asset = realtime ? recording(fields, device, now, channel, offset) : finished(fields, device, now, channel, offset);
        if (Devices.paused(device, channel, now.minusSeconds(offset))) {
            throw Refusal.api(409, "Channel Paused", "The channel was paused when this was recorded").ordinary();
        }
        assets.create(asset);
        return Reply.json(answer(asset, exchange.authority()));
    }

    private Asset finished(JsonFields fields, Device device, Instant now, int channel, long offset) throws Refusal {
        String name = fields.text("name");
        long filesize = fields.number("filesize", 0, PartPlan.MAX_FILE);
        int parts = (int) fields.optionalNumber("parts", 1, PartPlan.MAX_PARTS).orElse(PartPlan.usualCount(filesize));
        return new Asset(Ids.uuid(random), device.id(), device.projectId(), name, null, filetype(fields), filesize, offset, channel, false,
                PartPlan.split(filesize, parts), versionOf(fields, device), now, null, null);
    }

    private Asset recording(JsonFields fields, Device device, Instant now, int channel, long offset) throws Refusal {
        if (fields.has("filesize")) {
            throw Refusal.api(422, "filesize is not known while recording: it goes with the final part, as asset_filesize");
        }
        String name = fields.optionalText("name").orElse(null);
        String extension = fields.optionalText("extension").orElse(null);
        if (name == null && extension == null) {
            throw Refusal.api(422, "name or extension is required");
        }
        if (name != null ? name.lastIndexOf('.') < 0 : !extension.matches("\\.[A-Za-z0-9]+")) {
            throw Refusal.api(422, "name must have an extension, and extension must look like .mov");
        }
        return new Asset(Ids.uuid(random), device.id(), device.projectId(), name, extension, filetype(fields), null, offset, channel, true,
                new TreeMap<>(), versionOf(fields, device), now, null, null);
    }

    private static String filetype(JsonFields fields) throws Refusal {
        String filetype = fields.text("filetype");
        if (!filetype.matches("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+")) { // RFC 6838, section 4.2
            throw Refusal.api(422, "filetype must be a MIME type such as video/quicktime");
        }
        return filetype;
    }

    private String versionOf(JsonFields fields, Device device) throws Refusal {
        String id = fields.optionalText("auto_version_id").orElse(null);
        if (id != null) {
            own(id, device);
        }
        return id;
    }

    private AssetFolder own(String id, Device device) throws Refusal {
        return assets.find(id).filter(asset -> asset.asset().projectId().equals(device.projectId()))
                .orElseThrow(() -> Refusal.api(404, "There is no such asset in this project"));
    }

    private Map<String, Object> answer(Asset asset, String authority) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", asset.id());
        answer.put("name", asset.title());
        answer.put("type", "file");
        answer.put("filetype", asset.filetype());
        answer.put("filesize", asset.filesize());
        answer.put("project_id", asset.projectId());
        answer.put("channel", asset.channel());
        answer.put("is_realtime_upload", asset.realtime());
        answer.put("inserted_at", asset.createdAt());
        if (!asset.realtime()) {
            answer.put("upload_urls", urls(asset, asset.parts().keySet().stream().toList(), authority));
        }
        return answer;
    }

    private List<String> urls(Asset asset, List<Integer> numbers, String authority) {
        return numbers.stream().map(number -> urls.url(authority, asset.id(), number, asset.filetype())).toList();
    }

    private Reply realtimeParts(Exchange exchange) throws Refusal, IOException {
        Device device = authority.authenticate(exchange);
        AssetFolder folder = own(exchange.path("asset"), device);
        PartsRequest wanted = PartsRequest.of(new JsonFields(exchange.json()));
        folder.change(wanted::applyTo);
        assets.assembleIfWhole(folder); // nothing is missing where the final part had been stored before it was called so
        return Reply.json(Map.of("upload_urls", urls(folder.asset(), wanted.numbers(), exchange.authority())));
    }
}
