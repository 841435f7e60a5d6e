package io.rushline.itests.support;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/**
 * A simulated cloud and an appliance, each a process, on folders of their own: what most end-to-end tests begin with. As a rule it starts the cloud
 * before each test; the appliance is started by {@link #startAppliance}.
 */
public final class Site extends ExternalResource {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TemporaryFolder folder = new TemporaryFolder();
    private final Sides lab;
    public Path home;
    public Path clips;
    private Path cloudHome;
    private Rushline simulator;
    private Api cloud;
    private int cloudPort;
    private Rushline appliance;
    private Api api;

    /** Appliance and cloud on this machine. */
    public Site() {
        this(null);
    }

    /** Appliance and cloud on the two sides of a lab; that rule goes first. */
    public Site(Sides lab) {
        this.lab = lab;
    }

    @Override
    protected void before() throws IOException {
        folder.create();
        open(folder.getRoot().toPath().resolve("home"), folder.getRoot().toPath().resolve("cloud"));
    }

    @Override
    protected void after() {
        close();
        folder.delete();
    }

    /** Starts the cloud on a home of its own; for homes that lie on other disks, in place of the rule. */
    public void open(Path homeOfAppliance, Path homeOfCloud) throws IOException {
        home = homeOfAppliance;
        clips = Files.createDirectories(home.resolve("clips"));
        cloudHome = homeOfCloud;
        startCloud(0);
    }

    /** It is gone, with its address, until {@link #resumeCloud}. */
    public void stopCloud() {
        simulator.close();
    }

    /** It is there again, as it was. */
    public void resumeCloud() throws IOException {
        int port = lab == null ? cloud.base().getPort() : cloudPort;
        if (lab == null) {
            Await.until("the cloud's port is free", PATIENCE, () -> { // somebody may go out by it
                new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
                return true;
            });
        }
        startCloud(port);
    }

    private void startCloud(int port) throws IOException {
        String host = lab == null ? "127.0.0.1" : lab.farAddress();
        Path config = Files.createDirectories(cloudHome.resolve("config")).resolve("test.json");
        Files.writeString(config, "{\"io.rushline.simulator\": {\"host\": \"" + host + "\", \"pollIntervalSeconds\": 1}}");
        Files.deleteIfExists(cloudHome.resolve("run/simulator.json")); // of one that was killed
        simulator = Rushline.start(lab == null ? List.of() : lab.far(), Map.of(), "simulate", "--port", port, "--home", cloudHome);
        cloud = Api.ofSimulator(cloudHome, this::toCloud);
    }

    private int toCloud(int port) {
        cloudPort = port;
        return lab == null ? port : lab.far(port);
    }

    /** Where the appliance finds the cloud. */
    public String cloudUrl() {
        return lab == null ? "https://localhost:" + cloudPort : "https://" + Sides.CLOUD + ":" + cloudPort;
    }

    /** The appliance finds the cloud at another port of this machine; before it is started. */
    public void cloudThrough(int port) {
        cloudPort = port;
    }

    /** The appliance trusts this one too; before it is started. */
    public void alsoTrust(Signer other) throws IOException {
        Files.writeString(cloudHome.resolve("trust.pem"), Files.readString(other.pem()), StandardOpenOption.APPEND);
    }

    /** A folder beside the homes, which is not watched. */
    public Path folder(String name) throws IOException {
        return Files.createDirectories(folder.getRoot().toPath().resolve(name));
    }

    /** The port at which the appliance finds the cloud, on its side of the lab's link if there is one. */
    public int cloudPort() {
        return cloudPort;
    }

    public Api cloud() {
        return cloud;
    }

    public Api api() {
        return api;
    }

    public Rushline appliance() {
        return appliance;
    }

    /** What the appliance is set to from its next start on, beside the default configuration. */
    public void configure(String json) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("config")).resolve("test.json"), json);
    }

    /** @param more flags of {@code run} */
    public void startAppliance(Object... more) {
        startAppliance(Map.of(), more);
    }

    /** @param environment added to this process's */
    public void startAppliance(Map<String, String> environment, Object... more) {
        begin(environment, more);
        api = Api.ofAppliance(home, lab == null ? port -> port : lab::near);
        api.awaitAllParts();
    }

    /** Looks for the appliance where it is now: after its console or the whole process was replaced, port and token are others. */
    public void findAppliance() {
        // Each time anew: what answered just now, or had its address there, may be the process before.
        api = Await.until("the appliance answers again, with all its parts", PATIENCE.multipliedBy(4), () -> Api.ofAppliance(home, lab == null ? port -> port : lab::near),
                Api::hasAllParts);
    }

    /** Starts the appliance and does not wait until it answers. */
    public void beginAppliance(Object... more) {
        begin(Map.of(), more);
    }

    private void begin(Map<String, String> environment, Object... more) {
        // What a killed one left behind would be taken for the address of the next.
        try {
            Files.deleteIfExists(home.resolve("run/ctl.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Object> arguments = new ArrayList<>(List.of("run", "--home", home, "--cloud", cloudUrl(), "--trust", cloudHome.resolve("trust.pem"), "--port", 0));
        arguments.addAll(Arrays.asList(more));
        Map<String, String> all = new HashMap<>(environment);
        if (lab != null) {
            all.putAll(lab.environment());
        }
        appliance = Rushline.start(near(), all, arguments.toArray());
    }

    /**
     * What {@code ctl --json} says, where the appliance is.
     *
     * @param typed where it asks for something; null: it does not
     */
    public Rushline.Result ctl(String typed, Duration limit, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("ctl", "--home", home, "--json"));
        all.addAll(Arrays.asList(arguments));
        try (Rushline ctl = Rushline.start(near(), Map.of(), all.toArray())) {
            if (typed != null) {
                ctl.type(typed);
            }
            return ctl.await(limit);
        }
    }

    /** What runs a command on the appliance's side. */
    private List<String> near() {
        return lab == null ? List.of() : lab.near();
    }

    /** Pulls the plug of the appliance. */
    public void killAppliance() {
        appliance.kill();
    }

    /** Does what a user does: asks the device for a code and types it in the cloud. */
    public void pair() {
        pair(cloud.get("/_sim/projects").findValue("id").asText());
    }

    /**
     * The same with another project, leaving the one before.
     *
     * @param project its id
     */
    public void pair(String project) {
        if (api.get("/api/v1/connection").path("state").asText().equals("CONNECTED")) {
            api.delete("/api/v1/connection");
        }
        api.post("/api/v1/pairing", "{}");
        String code = Await.until("a code is shown", PATIENCE, () -> api.get("/api/v1/pairing"), p -> p.path("step").asText().equals("CODE"))
                .get("userCode").asText();
        cloud.post("/_sim/approve", "{\"user_code\":\"" + code + "\",\"project\":\"" + project + "\"}");
        Await.until("the device is connected", PATIENCE, () -> api.get("/api/v1/connection"),
                c -> c.path("state").asText().equals("CONNECTED") && c.path("projectId").asText().equals(project));
    }

    /** The queue hears of the project a moment after people do: waits until what is handed over is for this one. Leaves a small clip behind, complete or held. */
    public void awaitBound() throws IOException {
        String name = "bound-" + System.nanoTime() + ".mov";
        add(name, 1_000);
        Await.until("the queue knows the project", PATIENCE, () -> items(name).get(0).get("state").asText(), Set.of("COMPLETED", "HELD")::contains);
    }

    /** Does what a user does who is asked about clips that are held: sends those of this reason, once there are some. */
    public void sendHeld(String reasonCode) {
        String body = "{\"action\":\"resume\",\"matching\":{\"reason\":\"" + reasonCode + "\"}}";
        Await.until("clips are held: " + reasonCode, PATIENCE, () -> api.post("/api/v1/queue/actions", body), answer -> answer.get("changed").asInt() > 0);
    }

    /** Makes a clip and hands it to the queue by its path, as the command does: no folder has to be looked through first. */
    public Path add(String name, long bytes) throws IOException {
        Path clip = folder("added").resolve(name);
        fill(clip, bytes, name.hashCode());
        add(clip);
        return clip;
    }

    /** Hands a clip that is there to the queue. */
    public void add(Path clip) {
        api.post("/api/v1/queue", Api.JSON.createObjectNode().put("path", clip.toString()).toString());
    }

    /** Does what a user does who does not want to wait for the next try of a clip; it may have begun by itself. */
    public void retry(JsonNode item) {
        api.post("/api/v1/queue/retry", "{\"ids\": [" + item.get("id") + "]}");
    }

    /** The cloud misbehaves like that from now on. */
    public void faults(String json) {
        cloud.post("/_sim/faults", json);
    }

    public void noFaults() {
        cloud.delete("/_sim/faults");
    }

    /** People are told, a moment after it has happened. */
    public void warns(String code) {
        Await.until("people are told of " + code, PATIENCE, this::warnings, all -> all.contains(code));
    }

    /** The codes of the warnings that are shown. */
    public List<String> warnings() {
        return api.get("/api/v1/status").get("warnings").findValuesAsText("code");
    }

    /** The item of a clip of that name, once one is in that state. */
    public JsonNode item(String name, String state, Duration limit) {
        Predicate<JsonNode> inState = item -> item.get("state").asText().equals(state);
        return Await.until(name + " is " + state, limit, () -> items(name), found -> found.stream().anyMatch(inState))
                .stream().filter(inState).findFirst().orElseThrow();
    }

    /** What the queue has of that name. */
    public List<JsonNode> items(String name) {
        List<JsonNode> found = new ArrayList<>();
        api.get("/api/v1/queue?limit=1000").get("items").forEach(i -> {
            if (i.get("name").asText().equals(name)) {
                found.add(i);
            }
        });
        return found;
    }

    /** The assets of that name in the cloud. */
    public List<JsonNode> assets(String name) {
        List<JsonNode> found = new ArrayList<>();
        cloud.get("/_sim/assets").forEach(a -> {
            if (a.get("name").asText().equals(name)) {
                found.add(a);
            }
        });
        return found;
    }

    /** The only asset of that name, once the cloud has put it together. */
    public JsonNode arrived(String name) {
        return Await.until(name + " is complete in the cloud", PATIENCE, () -> assets(name),
                found -> found.size() == 1 && found.get(0).path("complete").asBoolean()).get(0);
    }

    /** The clip is completed, and its only asset is what lies on the disk. */
    public JsonNode arrives(Path clip, Duration limit) throws IOException {
        String name = clip.getFileName().toString();
        item(name, "COMPLETED", limit);
        JsonNode asset = arrived(name);
        assertEquals(name, Sha256.of(clip), asset.get("sha256").asText());
        return asset;
    }

    /** The clip is completed, and the only complete one of its assets is what lies on the disk. */
    public JsonNode arrivesOnce(Path clip, Duration limit) throws IOException {
        String name = clip.getFileName().toString();
        item(name, "COMPLETED", limit);
        JsonNode asset = Await.until("one complete asset of " + name, limit, () -> complete(name), assets -> assets.size() == 1).get(0);
        assertEquals(name, Sha256.of(clip), asset.get("sha256").asText());
        return asset;
    }

    /** The assets of that name that the cloud has put together. */
    public List<JsonNode> complete(String name) {
        return assets(name).stream().filter(asset -> asset.path("complete").asBoolean()).toList();
    }

    /** Records a clip: writes it under another name, then gives it its own. The content is made from its name. */
    public Path record(String name, long bytes) throws IOException {
        Path growing = clips.resolve(".recording");
        fill(growing, bytes, name.hashCode());
        return Files.move(growing, clips.resolve(name));
    }

    /** Fills a file with bytes that do not compress, the same for the same seed. */
    public static void fill(Path file, long bytes, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    public void close() {
        if (appliance != null) {
            appliance.close();
        }
        simulator.close();
    }
}
