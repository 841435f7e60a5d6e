package io.rushline.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudException.Code;
import io.rushline.network.api.Link;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.Link.State;
import io.rushline.network.api.Reach;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.Test;

/** Each condition has its sentence. */
public class DiagnosisTest {

    private static final String CLOUD = "cloud.example";
    private static final String ROUTER = "10.0.0.1";
    private static final URI PAGE = URI.create("http://portal.example/sign-in");

    private Link link = link(State.CONNECTED, Optional.of(ROUTER), Reach.UNKNOWN);
    private Diagnosis.Names names = name -> address("203.0.113.5");
    private NameServer.Said server = NameServer.Said.NOTHING;
    private boolean silent;
    private Optional<URI> portal = Optional.empty();
    private String host = CLOUD;

    @Test
    public void aNameServerThatIsDeadOrRefusesOrDoesNotKnow() {
        says(Code.NAME_UNKNOWN, Reach.OFFLINE, "The name server 10.0.0.2 does not answer.", "router");
        server = NameServer.Said.REFUSED;
        says(Code.NAME_UNKNOWN, Reach.OFFLINE, "The name server 10.0.0.2 answers, but cannot look up the cloud's name, cloud.example.", "another name server");
        server = NameServer.Said.UNKNOWN;
        says(Code.NAME_UNKNOWN, Reach.OFFLINE, "The name server 10.0.0.2 does not know the cloud's name, cloud.example.", "address in the settings");
        server = NameServer.Said.KNOWN;
        says(Code.NAME_UNKNOWN, Reach.OFFLINE, "The cloud's name, cloud.example, could not be looked up a moment ago", "Wait");
        link = new Link("eth0", Kind.ETHERNET, State.UNMANAGED, List.of(address("10.0.0.7")), OptionalLong.empty(), false);
        says(Code.NAME_UNKNOWN, Reach.OFFLINE, "The cloud's name, cloud.example, cannot be looked up.", "DNS");
    }

    @Test
    public void aNameServerThatGivesNonsense() {
        for (String nonsense : List.of("127.0.0.1", "0.0.0.0", "169.254.1.1", "224.0.0.1")) {
            names = name -> address(nonsense);
            for (Code code : List.of(Code.UNREACHABLE, Code.UNTRUSTED, Code.WRONG_HOST)) {
                says(code, Reach.OFFLINE, "The name server gives " + nonsense + " for the cloud's name, cloud.example, which cannot be right.", "another name server");
            }
        }
        host = "127.0.0.1";
        names = name -> address(host);
        says(Code.UNREACHABLE, Reach.OFFLINE, "The cloud, 127.0.0.1, cannot be reached through the router", "router");
    }

    @Test
    public void aWayThatEndsEarly() {
        link = link(State.CONNECTED, Optional.empty(), Reach.UNKNOWN);
        says(Code.UNREACHABLE, Reach.OFFLINE, "This network leads nowhere: it has no router (gateway).", "set the gateway");
        link = new Link("eth0", Kind.ETHERNET, State.CONNECTED, List.of(address("10.0.0.7")), OptionalLong.empty(), false);
        says(Code.UNREACHABLE, Reach.OFFLINE, Code.UNREACHABLE.what, Code.UNREACHABLE.todo);
        link = link(State.CONNECTED, Optional.of(ROUTER), Reach.UNKNOWN);
        says(Code.UNREACHABLE, Reach.OFFLINE, "The cloud, cloud.example, cannot be reached through the router 10.0.0.1.", "firewall");
        silent = true;
        says(Code.UNREACHABLE, Reach.OFFLINE, "The router 10.0.0.1 does not answer.", "gateway");
        says(Code.NAME_UNKNOWN, Reach.OFFLINE, "The router 10.0.0.1 does not answer.", "gateway");
        silent = false;
        link = link(State.CONNECTED, Optional.of(ROUTER), Reach.ONLINE);
        says(Code.UNREACHABLE, Reach.OFFLINE, "The internet can be reached, but the cloud, cloud.example, cannot.", "firewall");
    }

    @Test
    public void anInterceptionNamesItsIssuerAndAWrongClockIsNone() {
        assertEquals("The certificate shown for the cloud is not trusted: something intercepts the connection (its certificate was issued by \"Box\").",
                cause(new CloudException(Code.UNTRUSTED, "its certificate was issued by \"Box\"", null)).what());
        says(Code.CLOCK, Reach.OFFLINE, "The cloud's certificate is not valid at the date of this device: its clock is wrong.", "Set date and time");
        says(Code.TIMEOUT, Reach.OFFLINE, Code.TIMEOUT.what, Code.TIMEOUT.todo);
    }

    @Test
    public void aPortalIsTheCauseOfWhateverElseGoesWrong() {
        says(Code.PORTAL, Reach.PORTAL, Code.PORTAL.what, "sign in");
        portal = Optional.of(PAGE);
        for (Code code : List.of(Code.PORTAL, Code.UNREACHABLE, Code.TIMEOUT, Code.CUT, Code.UNTRUSTED, Code.WRONG_HOST, Code.BAD_ANSWER)) {
            says(code, Reach.PORTAL, Code.PORTAL.what, "sign in");
            assertEquals(portal, cause(new CloudException(code)).portal());
        }
        portal = Optional.empty();
        link = link(State.CONNECTED, Optional.of(ROUTER), Reach.PORTAL);
        says(Code.UNREACHABLE, Reach.PORTAL, Code.PORTAL.what, "sign in");
    }

    private void says(Code code, Reach reach, String what, String todo) {
        Diagnosis.Cause cause = cause(new CloudException(code));
        assertEquals(cause.toString(), reach, cause.reach());
        assertTrue(cause.toString(), cause.what().startsWith(what));
        assertTrue(cause.toString(), cause.todo().contains(todo));
    }

    private Diagnosis.Cause cause(CloudException failed) {
        return new Diagnosis(() -> List.of(link), () -> Optional.of(host), new Diagnosis.Outside(name -> names.lookUp(name), (asked, name) -> server, router -> silent, name -> portal))
                .of(failed);
    }

    private static Link link(State state, Optional<String> router, Reach reach) {
        return new Link("eth0", Kind.ETHERNET, state, List.of(address("10.0.0.7")), OptionalLong.empty(), false, true, Optional.of("a profile"), Optional.empty(),
                OptionalInt.empty(), router.map(DiagnosisTest::address), List.of(address("10.0.0.2")), Optional.empty(), reach, Optional.empty(), false);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
