package io.rushline.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.PartUpload;
import io.rushline.network.api.Link;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.Link.State;
import io.rushline.network.api.LinkRule;
import io.rushline.network.api.LinkRule.Carries;
import io.rushline.network.api.LinkRule.Share;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import io.rushline.network.api.SpeedTest.Speed;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.After;
import org.junit.Test;

/** What a speed test sends and says, over lines of a set rate and in virtual time. */
public class SpeedTestTest implements Wishes {

    private static final URI SINK = URI.create("https://sink.example/");
    private static final long MOST = 50_000_000;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ExecutorService sending = UploadSpeed.threads();
    private final AtomicLong nanos = new AtomicLong();
    private final List<PartUpload> sent = new ArrayList<>();
    private final Map<String, LinkRule> rules = new HashMap<>();
    private long bitsPerSecond = 8_000_000;

    @After
    public void stop() {
        sending.shutdownNow();
    }

    @Test
    public void theRateIsThatOfThePieceThatTookLongEnough() {
        Speed speed = test(this::line).over("eth0", Optional.empty(), MOST, LIMIT);
        assertEquals(8_000_000, speed.bitsPerSecond().orElseThrow(), 400_000);
        assertEquals("each twice the one before", List.of(1, 2, 4, 8, 16), sent.stream().map(part -> (int) (part.sizeBytes() / UploadSpeed.FIRST_BYTES)).toList());
        assertEquals(sent.stream().mapToLong(PartUpload::sizeBytes).sum(), speed.bytes());
        assertTrue(speed.what(), speed.what().isEmpty());
    }

    @Test
    public void noMoreIsSentThanIsAllowedNorForLonger() {
        bitsPerSecond = 100_000_000_000L;
        assertTrue(test(this::line).over("eth0", Optional.empty(), MOST, LIMIT).bytes() <= MOST);
        bitsPerSecond = 500_000;
        sent.clear();
        nanos.set(0);
        test(this::line).over("eth0", Optional.empty(), MOST, LIMIT);
        assertTrue("seconds: " + nanos.get() / 1e9, nanos.get() <= LIMIT.toNanos());
        assertEquals(1, sent.size());
    }

    @Test
    public void aLineThatStandsIsCutAndSaid() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        Speed speed = test(part -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                cut.countDown();
            }
            throw new CloudException(CloudException.Code.CUT);
        }).over("eth0", Optional.empty(), MOST, Duration.ofMillis(50));
        assertTrue(speed.bitsPerSecond().isEmpty());
        assertTrue(speed.what(), speed.what().contains("did not arrive"));
        assertTrue(cut.await(10, TimeUnit.SECONDS));
    }

    @Test
    public void aLineThatDoesNotEndTakesNoTimeOfTheNext() {
        CountDownLatch end = new CountDownLatch(1);
        Speed standing = test(part -> {
            while (end.getCount() > 0) {
                Thread.onSpinWait(); // whoever cuts it
            }
            throw new CloudException(CloudException.Code.CUT);
        }).over("eth0", Optional.empty(), MOST, Duration.ofMillis(50));
        Speed next = test(this::line).over("wlan0", Optional.empty(), MOST, Duration.ofSeconds(5));
        end.countDown();
        assertTrue(standing.bitsPerSecond().isEmpty());
        assertTrue(next.what(), next.bitsPerSecond().isPresent());
    }

    @Test
    public void aSecondOneIsRefusedAtOnce() throws Exception {
        LinkSpeedTest tests = new LinkSpeedTest(SINK.toString(), 50, () -> status(), this);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        UploadSpeed slow = test(part -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException cut) {
                throw new CloudException(CloudException.Code.CUT);
            }
            return line(part);
        });
        CompletableFuture<List<Speed>> first = CompletableFuture.supplyAsync(() -> {
            try {
                return tests.run(true, slow);
            } catch (NetworkException failed) {
                throw new AssertionError(failed);
            }
        });
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        assertEquals(NetworkException.Code.TESTING, assertThrows(NetworkException.class, () -> tests.run(true, test(this::line))).code());
        end.countDown();
        assertTrue(first.get(10, TimeUnit.SECONDS).get(0).bitsPerSecond().isPresent());
        assertEquals(1, tests.run(true, test(this::line)).size());
    }

    @Test
    public void whatWentWrongIsSaid() throws Exception {
        Speed refused = test(part -> new Answer(405, Map.of(), "")).over("eth0", Optional.empty(), MOST, LIMIT);
        assertTrue(refused.what(), refused.what().contains("405") && refused.todo().contains("speedTestUrl"));
        Speed dead = test(part -> {
            throw new CloudException(CloudException.Code.UNREACHABLE);
        }).over("eth0", Optional.empty(), MOST, LIMIT);
        assertEquals(CloudException.Code.UNREACHABLE.what, dead.what());
        assertTrue(new LinkSpeedTest("", 1, () -> status(), this).run(true).get(0).what().contains("nowhere"));
    }

    @Test
    public void eachLinkIsTestedByItselfButForWhatCostsMoneyUnasked() throws Exception {
        Link cable = link("eth0", false, true, 7);
        Link phone = link("wwan0", true, false, 8);
        Link closed = link("wlan0", false, false, 9);
        rules.put("wlan0", new LinkRule(Share.ON, Carries.NOTHING, OptionalLong.empty()));
        List<Speed> speeds = new LinkSpeedTest(SINK.toString(), 50, () -> status(cable, phone, closed), this).run(false, test(this::line));
        assertEquals(List.of("eth0", "wwan0", "wlan0"), speeds.stream().map(Speed::link).toList());
        assertEquals(List.of(true, false, false), speeds.stream().map(speed -> speed.bitsPerSecond().isPresent()).toList());
        assertTrue(speeds.get(1).what(), speeds.get(1).what().contains("cost money"));
        assertTrue(speeds.get(2).what(), speeds.get(2).what().contains("carry nothing"));
        assertEquals(List.of(cable.addresses().get(0)), sent.stream().map(part -> part.from().orElseThrow()).distinct().toList());
        sent.clear();
        new LinkSpeedTest(SINK.toString(), 50, () -> status(phone), this).run(true, test(this::line));
        assertEquals(List.of(phone.addresses().get(0)), sent.stream().map(part -> part.from().orElseThrow()).distinct().toList());
    }

    private UploadSpeed test(UploadSpeed.Sender sender) {
        return new UploadSpeed(SINK, sender, sending, nanos::get);
    }

    private Answer line(PartUpload part) {
        sent.add(part);
        try {
            part.body().writeTo(OutputStream.nullOutputStream());
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        nanos.addAndGet(part.sizeBytes() * 8_000_000_000L / bitsPerSecond);
        return new Answer(200, Map.of(), "");
    }

    @Override
    public boolean restrict() {
        return !rules.isEmpty();
    }

    @Override
    public LinkRule rule(Link link) {
        return rules.getOrDefault(link.name(), LinkRule.standard(link.metered()));
    }

    @Override
    public boolean usedUp(Link link) {
        return false;
    }

    private static NetworkStatus status(Link... links) {
        return new NetworkStatus(List.of(links), Reach.ONLINE, Optional.empty(), Optional.empty());
    }

    private static Link link(String name, boolean metered, boolean main, int host) throws IOException {
        return new Link(name, Kind.OTHER, State.CONNECTED, List.of(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host})), OptionalLong.empty(), metered, main,
                Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty(), List.of(), Optional.empty(), Reach.UNKNOWN, Optional.empty(), true);
    }
}
