package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A person who changes the modules of a site's appliance, by each of the ways there are, and looks at what came of it. */
final class Installer {

    /** For an update to its end, on a busy machine. */
    static final Duration LIMIT = Duration.ofMinutes(5);

    private static final int SETTLE_SECONDS = 2;
    private static final long PART_BYTES = 26_214_400;

    private final Site site;
    final ModuleMaker maker;

    /** What a file or request was refused with. @param text all that people are told */
    record Refusal(String code, String text) {
    }

    Installer(Site site) throws IOException {
        this(site, site.folder("modules"));
    }

    /** @param folder for the modules that are made */
    Installer(Site site, Path folder) throws IOException {
        this.site = site;
        this.maker = new ModuleMaker(folder);
        trust(maker.vendor().pem(), "vendor.pem");
    }

    /** The appliance trusts that vendor too, from its next start on. */
    void trust(Path pem, String name) throws IOException {
        Files.copy(pem, Files.createDirectories(site.home.resolve("config/trust")).resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Starts it so that an update is decided soon, and one part is sent at a time. @param more flags */
    void start(Map<String, String> environment, Object... more) {
        start(SETTLE_SECONDS, environment, more);
    }

    void start(int settleSeconds, Map<String, String> environment, Object... more) {
        site.startAppliance(environment, flags(settleSeconds, more));
        ready();
    }

    /** Finds the appliance again, which may be another process, when it can be asked for its modules. */
    void find() {
        Await.until("modules can be changed", LIMIT, () -> {
            site.findAppliance();
            return asked();
        }, status -> status == 200);
    }

    private void ready() {
        Await.until("modules can be changed", LIMIT, this::asked, status -> status == 200);
    }

    private int asked() {
        return site.api().send("GET", "/api/v1/modules/history", null).statusCode();
    }

    static Object[] flags(int settleSeconds, Object... more) {
        List<Object> all = new ArrayList<>(List.of("--set", "io.rushline.modules:settleSeconds=" + settleSeconds, "--set", "io.rushline.modules:badSeconds=1",
                "--set", "io.rushline.modules:idleMinutes=1", "--set", "io.rushline.uploader.c2c:parallelParts=1"));
        all.addAll(Arrays.asList(more));
        return all.toArray();
    }

    /** Stops it in order. */
    void stop() {
        site.appliance().terminate(Duration.ofSeconds(60));
    }

    Rushline.Result ctl(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("ctl", "--home", site.home, "--json", "modules"));
        all.addAll(Arrays.asList(arguments));
        return Rushline.run(LIMIT, all.toArray());
    }

    /** The one document that a command printed. */
    static JsonNode json(Rushline.Result result) {
        try {
            return Api.JSON.readTree(result.out());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + result, e);
        }
    }

    /** A change that is to be kept. */
    JsonNode kept(Object... arguments) {
        Rushline.Result result = ctl(arguments);
        assertEquals(Arrays.toString(arguments) + ": " + result, 0, result.status());
        find();
        JsonNode update = json(result);
        assertEquals(update.toString(), "COMMITTED", update.path("state").asText());
        return update;
    }

    /** A change that is to go back by itself; the process may end and be started anew meanwhile, which takes a busy machine longer than the command waits. */
    JsonNode goesBack(Object... arguments) {
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--no-wait");
        Rushline.Result result = ctl(all.toArray());
        assertEquals(all + ": " + result, 0, result.status());
        JsonNode update = awaitState(json(result), "ROLLED_BACK", "COMMITTED", "REFUSED", "CANCELLED");
        assertEquals(update.toString(), "ROLLED_BACK", update.path("state").asText());
        return update;
    }

    /** A change that is not even begun. */
    Refusal refused(Object... arguments) {
        Rushline.Result result = ctl(arguments);
        assertEquals(Arrays.toString(arguments) + ": " + result, 1, result.status());
        return refusal(json(result), result.err());
    }

    private static Refusal refusal(JsonNode problem, String text) {
        assertTrue(problem + " " + text, problem.path("code").asText().startsWith("modules."));
        assertTrue("a reason for people: " + problem, problem.path("title").asText().length() > 10 && problem.path("todo").asText().length() > 5);
        return new Refusal(problem.get("code").asText().substring("modules.".length()), text);
    }

    /** Sends a file by REST; gives its id. */
    String staged(Path file) throws IOException {
        HttpResponse<String> answer = upload(file);
        assertEquals(answer.body(), 201, answer.statusCode());
        return Api.JSON.readTree(answer.body()).get("id").asText();
    }

    /** The same with a file that is not taken. */
    Refusal refusedByRest(Path file) throws IOException {
        HttpResponse<String> answer = upload(file);
        assertTrue(file + " " + answer.statusCode() + " " + answer.body(), List.of(413, 422, 507).contains(answer.statusCode()));
        return refusal(Api.JSON.readTree(answer.body()), answer.body());
    }

    /** The answer to a file that is sent by REST. */
    HttpResponse<String> upload(Path file) {
        return site.api().tryUpload("/api/v1/modules/staged?name=" + URLEncoder.encode(file.getFileName().toString(), StandardCharsets.UTF_8), file);
    }

    /** Puts a file into the drop folder; gives the reason why it was refused. */
    String refusedInDropFolder(Path file) throws IOException {
        Path incoming = drop(file);
        Path reason = incoming.resolve("refused").resolve(file.getFileName() + ".reason.txt");
        String text = Await.until(file + " is refused", Duration.ofSeconds(90), () -> Files.readString(reason), t -> t.lines().count() >= 3);
        assertTrue("it is kept beside", Files.exists(reason.resolveSibling(file.getFileName().toString())));
        assertTrue("it is gone from where it was put", Files.notExists(incoming.resolve(file.getFileName())));
        return text;
    }

    /** Puts a file into the drop folder, which is given. */
    Path drop(Path file) throws IOException {
        Path incoming = Files.createDirectories(site.home.resolve("modules/incoming"));
        Files.copy(file, incoming.resolve(file.getFileName()));
        return incoming;
    }

    /** The modules as people see them, one a line: without times, and without warnings, which come and go as services. */
    List<String> list() {
        List<String> lines = new ArrayList<>();
        for (JsonNode module : modules()) {
            ((ObjectNode) module).remove("since");
            if (module.get("role").asText().equals("STANDBY")) { // resolved or not: it does not run
                ((ObjectNode) module).remove("state");
                module.get("parts").forEach(part -> ((ObjectNode) part).remove("state"));
            }
            module.get("parts").forEach(part -> {
                for (Iterator<JsonNode> offers = part.get("offers").elements(); offers.hasNext();) {
                    if (offers.next().asText().equals("service io.rushline.status.api.Warning")) {
                        offers.remove();
                    }
                }
            });
            lines.add(module.toString());
        }
        return lines;
    }

    /** Exactly these modules are there again, in the same states, offering the same; what runs anew is given some time to offer it. */
    void isAgain(String when, List<String> list) {
        Await.until(when + " the modules are as before", Duration.ofSeconds(60), () -> {
            List<String> more = new ArrayList<>(list());
            List<String> less = new ArrayList<>(list);
            less.removeAll(more);
            more.removeAll(list);
            return "missing " + less + ", too much " + more;
        }, "missing [], too much []"::equals);
    }

    /** Waits until what runs is this again: a start takes its time. */
    void runs(String when, List<String> expected) {
        Await.until(when, Duration.ofSeconds(60), this::running, expected::equals);
    }

    private JsonNode modules() {
        return site.api().get("/api/v1/modules").get("modules");
    }

    /** Name and version of all that runs. */
    List<String> running() {
        Await.until("every module that is to run does", Duration.ofSeconds(60), () -> StreamSupport.stream(modules().spliterator(), false)
                .filter(module -> !module.get("role").asText().equals("STANDBY")).allMatch(module -> module.get("state").asText().equals("ACTIVE")));
        List<String> running = new ArrayList<>();
        modules().forEach(module -> {
            if (!module.get("role").asText().equals("STANDBY")) {
                running.add(module.get("name").asText() + " " + module.get("version").asText());
            }
        });
        return running;
    }

    /** The version of a module that runs; empty: none does. */
    String version(String module) {
        return running().stream().filter(each -> each.startsWith(module + " ")).findFirst().map(each -> each.substring(module.length() + 1)).orElse("");
    }

    /** A module of the list with that role. */
    JsonNode module(String name, String role) {
        for (JsonNode module : modules()) {
            if (module.get("name").asText().equals(name) && module.get("role").asText().equals(role)) {
                return module;
            }
        }
        throw new AssertionError("no " + role + " " + name + " in " + list());
    }

    /** An update, as soon as it is in one of these states. */
    JsonNode awaitState(JsonNode update, String... states) {
        return Await.until("update " + update.get("id") + " is " + Arrays.toString(states), LIMIT, () -> {
            find();
            return site.api().get("/api/v1/modules/updates/" + update.get("id"));
        }, u -> List.of(states).contains(u.get("state").asText()));
    }

    /** What is in the history, newest first. */
    JsonNode history() {
        return site.api().get("/api/v1/modules/history?limit=500").get("updates");
    }

    /** Begins an upload of three parts, and slows it down when the first is acknowledged: it goes on until {@link #arrives}. */
    Path uploading(String name) throws IOException {
        return uploading(site.folder("added").resolve(name));
    }

    /** @param clip is made */
    Path uploading(Path clip) throws IOException {
        String name = clip.getFileName().toString();
        site.noFaults();
        Site.fill(clip, 2 * PART_BYTES + 1_000_000, name.hashCode());
        site.add(clip);
        Await.until("a part is acknowledged", LIMIT, () -> site.assets(name), a -> a.size() == 1 && a.get(0).get("partsReceived").asInt() >= 1);
        site.faults("{\"bytesPerSecond\": 100000}");
        return underWay(clip);
    }

    private Path underWay(Path clip) {
        assertTrue(clip + " goes up all the time", site.complete(clip.getFileName().toString()).isEmpty());
        return clip;
    }

    /** The clip was under way till now, arrives whole, and no part of it was sent twice. */
    void arrives(Path clip) throws IOException {
        assertEquals("bytes of acknowledged parts sent again", 0, sentTwice(clip));
    }

    /** The same after a process that ended at once: one part may have come whose acknowledgement went nowhere. */
    void arrivesAfterAHalt(Path clip) throws IOException {
        long twice = sentTwice(clip);
        assertTrue(twice + " bytes sent again", twice <= PART_BYTES);
    }

    private long sentTwice(Path clip) throws IOException {
        site.noFaults();
        return site.arrives(underWay(clip), LIMIT).get("bytesTwice").asLong();
    }
}
