package io.rushline.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkCheck.Finding;
import io.rushline.network.api.NetworkCheck.Step;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;

/** Where the way to the cloud is broken, that step says so, and none after it is tried. */
public class CheckTest {

    private static final String HOST = "cloud.example";

    private List<Link> links = List.of(link(Link.State.CONNECTED, "10.0.0.7"));
    private Optional<String> host = Optional.of(HOST);
    private Diagnosis.Names names = name -> address("203.0.113.5");
    private Question.Cloud cloud = call -> new Answer(200, Map.of("date", "Thu, 01 Jan 1970 00:00:30 GMT"), "");

    @Test
    public void allIsWell() {
        List<Finding> findings = run();
        assertEquals(List.of(Step.values()), findings.stream().map(Finding::step).toList());
        assertTrue(findings.toString(), findings.stream().allMatch(Finding::good));
        assertTrue(findings.get(2).what(), findings.get(2).what().contains("203.0.113.5"));
    }

    @Test
    public void eachBreakIsFoundWhereItIs() {
        links = List.of(link(Link.State.UNAVAILABLE, "10.0.0.7"));
        assertBroken(Step.LINK, "cable");
        links = List.of(link(Link.State.CONNECTED, "169.254.3.4"));
        assertBroken(Step.ADDRESS, "DHCP");
        links = List.of(link(Link.State.UNMANAGED, "10.0.0.7"));
        names = name -> {
            throw new UnknownHostException(name);
        };
        assertBroken(Step.NAME, "DNS");
        names = name -> address("203.0.113.5");
        cloud = call -> {
            throw new CloudException(CloudException.Code.PORTAL);
        };
        assertBroken(Step.CLOUD, "sign in");
        cloud = call -> new Answer(503, Map.of(), "");
        assertBroken(Step.CLOUD, "Wait");
        host = Optional.empty();
        assertBroken(Step.NAME, "Wait");
    }

    @Test
    public void aClockThatIsWrongIsSaid() {
        cloud = call -> new Answer(200, Map.of("date", "Sat, 01 Jan 1972 00:00:00 GMT"), "");
        assertBroken(Step.CLOCK, "NTP");
        assertEquals("The clock of this device is 3 h ahead.", Check.wrong(Duration.ofHours(3)));
        assertEquals("The clock of this device is 730 days behind.", Check.wrong(Duration.ofDays(-730)));
        cloud = call -> new Answer(200, Map.of(), "");
        assertTrue("it need not tell", run().stream().allMatch(Finding::good));
    }

    private void assertBroken(Step step, String todo) {
        List<Finding> findings = run();
        Finding last = findings.get(findings.size() - 1);
        assertEquals(findings.toString(), step, last.step());
        assertEquals("only the last one", List.of(last), findings.stream().filter(finding -> !finding.good()).toList());
        assertTrue(last.todo(), last.todo().contains(todo));
    }

    private List<Finding> run() {
        Diagnosis diagnosis = new Diagnosis(() -> links, () -> host,
                new Diagnosis.Outside(name -> names.lookUp(name), (server, name) -> NameServer.Said.NOTHING, router -> false, name -> Optional.empty()));
        return new Check(() -> links, () -> host, name -> names.lookUp(name), diagnosis,
                new Question(call -> cloud.call(call), diagnosis::of, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> 0)).run();
    }

    private static Link link(Link.State state, String address) {
        return new Link("eth0", Link.Kind.ETHERNET, state, List.of(address(address)), OptionalLong.empty(), false);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
