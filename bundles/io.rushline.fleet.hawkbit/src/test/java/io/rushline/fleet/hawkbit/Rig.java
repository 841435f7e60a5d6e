package io.rushline.fleet.hawkbit;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** The client in virtual time, with a server of its own and fakes around; downloads run between two turns, on the test's thread. */
final class Rig implements AutoCloseable {

    static final String TOKEN = "a-token-of-the-test";

    final FakeHawkbit server = new FakeHawkbit();
    final FakeModules modules;
    final Path home;
    final List<Boolean> tokenRefused = new ArrayList<>();
    boolean metered;
    boolean modulesAway;
    boolean closing;
    Map<String, Object> settings = Map.of();
    Rounds rounds;
    private final Deque<Runnable> work = new ArrayDeque<>();
    private long nanos = Long.MAX_VALUE - 1000; // even time may run over

    Rig(Path home) throws Exception {
        this.home = home;
        this.modules = new FakeModules(home);
        start();
    }

    /** As after a restart: nothing but the disk, the server and the modules are left. */
    void start() throws Exception {
        work.clear();
        Policy policy = Policy.of(SettingsOf.map(settings, "serverUrl", server.address().toString(), "controllerId", "device-1"), home);
        Notebook book = Notebook.open(home.resolve("fleet"), policy.server().get() + FakeHawkbit.BASE);
        Around around = new Around(() -> modulesAway ? Optional.empty() : Optional.of(modules), () -> Optional.of(modules), () -> metered, () -> closing);
        Time time = new Time(new Wall(), () -> nanos, new SplittableRandom(1));
        Ddi ddi = new Ddi(Optional.of(TrustPem.tls(FakeHawkbit.pem())), policy.server().get(), FakeHawkbit.BASE, () -> "TargetToken " + TOKEN, time, () -> closing);
        rounds = new Rounds(policy, () -> ddi, book, around, "1.2.3", work::add, () -> { }, time, tokenRefused::add);
    }

    /** The server offers action 5 with its two files. */
    void deploys(UnaryOperator<String> changed) throws Exception {
        server.offers("base-deploymentBase");
        server.answers.put("/deploymentBase/5", changed.apply(files(server.recorded("deploymentBase"))));
    }

    void deploys() throws Exception {
        deploys(text -> text);
    }

    static String files(String text) {
        return text.replace("SHA256 recorder.jar", FakeModules.sha256("recorder.jar")).replace("SHA256 network.rlm", FakeModules.sha256("network.rlm"));
    }

    void pass(Duration time) throws Exception {
        long until = nanos + time.toNanos();
        while (true) {
            Duration next = rounds.turn();
            if (!work.isEmpty()) {
                work.poll().run();
                continue;
            }
            long left = until - nanos;
            long step = Math.max(Math.min(left, next.toNanos()), Math.min(left, 1_000_000));
            if (left <= 0) {
                return;
            }
            nanos += step;
        }
    }

    void pass() throws Exception {
        pass(Duration.ofMinutes(6));
    }

    /** Only time, without a turn. */
    void advance(Duration time) {
        nanos += time.toNanos();
    }

    String state() {
        return rounds.status().state();
    }

    /** Executions and results that were told about the deployment, in order. */
    List<String> told() throws Exception {
        return told("/deploymentBase/5/feedback");
    }

    List<String> told(String path) throws Exception {
        return server.posted(path).stream().map(body -> body.at("/status/execution").asText() + " " + body.at("/status/result/finished").asText()).toList();
    }

    String lastDetail() throws Exception {
        List<JsonNode> all = server.posted("/deploymentBase/5/feedback");
        return all.get(all.size() - 1).at("/status/details/0").asText();
    }

    /** The body is the recorded one, but for the time and the words. */
    static void assertRecorded(String name, JsonNode body) throws Exception {
        ObjectNode recorded = (ObjectNode) Wire.JSON.readTree(FakeHawkbit.resource(name));
        ObjectNode sent = body.deepCopy();
        if (sent.has("timestamp")) {
            sent.put("timestamp", 0);
        }
        ObjectNode details = (ObjectNode) (sent.has("status") ? sent.get("status") : sent);
        details.putArray("details");
        if (sent.at("/status/result/progress/cnt").isInt()) {
            ((ObjectNode) sent.at("/status/result/progress")).put("cnt", 0);
        }
        assertEquals(recorded.toString(), sent.toString());
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Wall extends Clock {
        private final long begin = nanos;

        @Override
        public Instant instant() {
            return Instant.parse("2026-05-01T08:00:00Z").plusNanos(nanos - begin);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
