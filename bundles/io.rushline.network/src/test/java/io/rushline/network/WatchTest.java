package io.rushline.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.Carrier;
import io.rushline.network.api.Contact;
import io.rushline.network.api.Link;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.Link.State;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.junit.Before;
import org.junit.Test;

/** When the cloud is asked, what its answer means, and who is told: in virtual time. */
public class WatchTest implements Watch.Later {

    private record Order(long at, long number, Runnable work) {
    }

    private final PriorityQueue<Order> orders = new PriorityQueue<>(Comparator.comparingLong(Order::at).thenComparingLong(Order::number));
    private final List<NetworkStatus> told = new ArrayList<>();
    private final Deque<Runnable> blocked = new ArrayDeque<>();
    private long now;
    private long count;
    private Duration clockAhead = Duration.ZERO;
    private int answered;
    private int unanswered;
    private boolean blocking;
    private List<Link> links;
    private Question.Cloud cloud = call -> new Answer(200, Map.of(), "{\"status\":\"ok\"}");
    private List<Carrier> carriers = List.of(Carrier.ANY);
    private Optional<String> barred = Optional.empty();
    private Watch watch;

    @Before
    public void start() throws Exception {
        links = List.of(link(true));
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return Instant.EPOCH.plus(clockAhead);
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }
        };
        Diagnosis diagnosis = new Diagnosis(() -> links, () -> Optional.of("cloud.example"), new Diagnosis.Outside(name -> {
            throw new UnknownHostException(name);
        }, (server, name) -> NameServer.Said.NOTHING, router -> false, name -> Optional.empty()));
        watch = new Watch(() -> links, now -> new Carriers(carriers, barred), new Question(call -> {
            Answer answer = cloud.call(call);
            answered++;
            return answer;
        }, failed -> {
            unanswered++;
            return diagnosis.of(failed);
        }, clock, () -> 0), work -> {
            if (blocking) {
                blocked.add(work);
            } else {
                work.run();
            }
        }, this, clock, () -> 0, told::add);
    }

    @Test
    public void theCloudIsAskedRarelyWhileItAnswersAndMoreOftenWhileNot() {
        start(watch);
        pass(1);
        assertEquals(Reach.ONLINE, watch.status().reach());
        assertEquals(Optional.of(Instant.EPOCH), watch.status().checkedAt());
        int before = asked();
        pass(118);
        assertEquals(before, asked());
        cloud = failing(CloudException.Code.UNREACHABLE);
        pass(3);
        assertEquals(before + 1, asked());
        assertEquals(Reach.OFFLINE, watch.status().reach());
        pass(30);
        assertEquals(before + 2, asked());
        assertEquals("told on change only", List.of(Reach.UNKNOWN, Reach.ONLINE, Reach.OFFLINE), told.stream().map(NetworkStatus::reach).toList());
    }

    @Test
    public void aChangeOfTheLinksAsksAtOnce() throws Exception {
        start(watch);
        pass(60);
        int before = asked();
        links = List.of();
        cloud = failing(CloudException.Code.UNREACHABLE);
        watch.lookSoon();
        pass(0);
        assertEquals(before + 1, asked());
        assertTrue(watch.status().trouble().get(), watch.status().trouble().get().contains("cable"));
        links = List.of(link(true));
        cloud = call -> new Answer(404, Map.of(), "");
        watch.lookSoon();
        pass(5);
        assertEquals(Reach.ONLINE, watch.status().reach());
        assertEquals(Optional.empty(), watch.status().trouble());
    }

    @Test
    public void whatHasJustComeUpIsAskedForAgainSoon() throws Exception {
        start(watch);
        pass(60);
        links = List.of();
        cloud = failing(CloudException.Code.NAME_UNKNOWN);
        watch.lookSoon();
        pass(0);
        int before = asked();
        pass(8);
        assertEquals("after 1, 2 and 4 s", before + 3, asked());
        pass(300);
        assertTrue("and then rarely: " + (asked() - before), asked() - before < 16);
    }

    @Test
    public void eachTroubleHasItsSentence() {
        start(watch);
        cloud = failing(CloudException.Code.PORTAL);
        pass(1);
        assertEquals(Reach.PORTAL, watch.status().reach());
        assertTrue(watch.status().trouble().get().contains("sign in"));
        cloud = failing(CloudException.Code.UNTRUSTED);
        pass(30);
        assertEquals(Reach.OFFLINE, watch.status().reach());
        assertTrue(watch.status().trouble().get().contains("certificate"));
        cloud = call -> new Answer(503, Map.of(), "");
        pass(30);
        assertEquals(Reach.OFFLINE, watch.status().reach());
        assertTrue(watch.status().trouble().get().contains("503"));
    }

    @Test
    public void theCloudsTimeIsComparedWithOurs() {
        start(watch);
        cloud = call -> new Answer(200, Map.of("date", "Thu, 01 Jan 1970 03:00:00 GMT"), "");
        pass(1);
        assertEquals(Optional.of(Duration.ofHours(-3)), watch.status().clockAhead());
        cloud = failing(CloudException.Code.UNREACHABLE);
        pass(120);
        assertEquals("what it said last holds", Optional.of(Duration.ofHours(-3)), watch.status().clockAhead());
        cloud = call -> new Answer(200, Map.of("date", "yesterday"), "");
        pass(30);
        assertEquals(Reach.ONLINE, watch.status().reach());
    }

    @Test
    public void oneQuestionAtATimeAndAnotherAfterItWhereSomethingChanged() {
        blocking = true;
        start(watch);
        pass(1);
        watch.askSoon();
        watch.askSoon();
        pass(60);
        assertEquals(1, blocked.size());
        blocking = false;
        blocked.poll().run();
        pass(1);
        assertEquals(2, asked());
    }

    @Test
    public void anErrorWhileAskingIsFollowedByAnotherQuestion() {
        start(watch);
        pass(1);
        cloud = call -> {
            throw new NoClassDefFoundError("replaced");
        };
        watch.askSoon();
        pass(1);
        assertEquals(Reach.UNKNOWN, watch.status().reach());
        cloud = call -> new Answer(200, Map.of(), "");
        pass(30);
        assertEquals(Reach.ONLINE, watch.status().reach());
    }

    @Test
    public void anotherSignalOfTheSameLinkIsToldAndNoReasonToAsk() throws Exception {
        start(watch);
        pass(1);
        int before = asked();
        Link heard = links.get(0);
        links = List.of(new Link(heard.name(), Kind.WIFI, State.CONNECTED, heard.addresses(), OptionalLong.of(6_000_000), false));
        watch.lookSoon();
        pass(1);
        assertEquals(links, watch.status().links());
        assertEquals(links, told.get(told.size() - 1).links());
        assertEquals(before, asked());
    }

    @Test
    public void whatTheCloudSaidOfTheClockHoldsUntilItIsSet() {
        watch.lookAtClock();
        start(watch);
        clockAhead = Duration.ofDays(730);
        cloud = call -> new Answer(200, Map.of("date", "Thu, 01 Jan 1970 00:00:00 GMT"), "");
        pass(6);
        assertEquals("asked at once", Optional.of(clockAhead), watch.status().clockAhead());
        cloud = failing(CloudException.Code.UNREACHABLE);
        clockAhead = Duration.ZERO;
        pass(6);
        assertEquals("nobody has said anything of the new time", Optional.empty(), watch.status().clockAhead());
        assertEquals(Optional.empty(), told.get(told.size() - 1).clockAhead());
        int before = asked();
        clockAhead = clockAhead.plusMillis(1500);
        pass(6);
        assertTrue("a correction is none", asked() - before < 4);
    }

    @Test
    public void theRoundTripAndTheLastContactAreKept() {
        start(watch);
        pass(1);
        assertEquals(Optional.of(new Contact(Instant.EPOCH, Duration.ZERO)), watch.status().contact());
        cloud = failing(CloudException.Code.UNREACHABLE);
        clockAhead = Duration.ofSeconds(30);
        pass(130);
        assertEquals(Reach.OFFLINE, watch.status().reach());
        assertEquals(Optional.of(new Contact(Instant.EPOCH, Duration.ZERO)), watch.status().contact());
    }

    @Test
    public void aRuleThatClosesAllLinksIsToldAtOnceAndAsksNothing() {
        start(watch);
        pass(1);
        int before = asked();
        carriers = List.of();
        barred = Optional.of("Clips wait: Phone is set to carry nothing.");
        watch.lookSoon();
        pass(0);
        assertEquals(List.of(), told.get(told.size() - 1).carriers());
        assertEquals(Reach.ONLINE, watch.status().reach());
        assertEquals(barred, watch.status().trouble());
        assertEquals(before, asked());
        cloud = failing(CloudException.Code.PORTAL);
        pass(120);
        assertTrue(watch.status().trouble().get(), watch.status().trouble().get().contains("sign in. Clips wait"));
    }

    /** A cloud that answers is asked twice, to know how far away it is. */
    private int asked() {
        return answered / 2 + unanswered;
    }

    private static void start(Watch watch) {
        watch.lookSoon();
        watch.askSoon();
    }

    @Override
    public Runnable after(Duration delay, Runnable work) {
        Order order = new Order(now + delay.toSeconds(), count++, work);
        orders.add(order);
        return () -> orders.remove(order);
    }

    private void pass(long seconds) {
        long until = now + seconds;
        while (!orders.isEmpty() && orders.peek().at() <= until) {
            Order order = orders.poll();
            now = order.at();
            order.work().run();
        }
        now = until;
    }

    private static Question.Cloud failing(CloudException.Code code) {
        return call -> {
            throw new CloudException(code);
        };
    }

    private static Link link(boolean up) throws IOException {
        return new Link("eth0", Kind.ETHERNET, up ? State.CONNECTED : State.UNAVAILABLE, List.of(InetAddress.getByAddress(new byte[] {10, 0, 0, 1})), OptionalLong.empty(), false);
    }
}
