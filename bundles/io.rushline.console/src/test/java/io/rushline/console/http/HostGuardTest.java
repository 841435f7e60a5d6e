package io.rushline.console.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.Test;

public class HostGuardTest {

    private final HostGuard guard = new HostGuard("Cart-B", Set.of("media.example.com"),
            () -> Set.of(address("192.168.1.20"), address("fe80:0:0:0:0:0:0:1"), address("2001:db8:0:0:1:0:0:1")));

    @Test
    public void theApplianceKnowsItsNamesWithAnyPortAndCase() {
        for (String host : new String[] {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]", "[::1]:8080", "cart-b", "CART-B.local:8080",
                "cart-b.", "media.example.com", "192.168.1.20:8080", "[fe80::1]:8080", "[2001:db8::1:0:0:1]"}) {
            assertTrue(host, guard.knows(host));
        }
    }

    @Test
    public void allElseIsUnknown() {
        for (String host : new String[] {null, "", "evil.example", "localhost.evil.example", "evil.example:8080", "192.168.1.21", "[::2]",
                "localhost:8080:1", "localhost:", "[localhost]", "127.0.0.1:123456", "cart-b.lan", "user@localhost", "::1"}) {
            assertFalse(host, guard.knows(host));
        }
    }

    @Test
    public void addressesAreWrittenAsBrowsersDo() {
        assertEquals("::", text("0:0:0:0:0:0:0:0"));
        assertEquals("::1", text("0:0:0:0:0:0:0:1"));
        assertEquals("fe80::", text("fe80:0:0:0:0:0:0:0"));
        assertEquals("2001:db8:0:1:1:1:1:1", text("2001:db8:0:1:1:1:1:1"));
        assertEquals("2001:0:0:1::1", text("2001:0:0:1:0:0:0:1"));
    }

    private static String text(String literal) {
        return Ipv6.text((Inet6Address) address(literal));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
