package io.rushline.network.portal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.Test;

/** The proxy leads out of this device and nowhere else. */
public class TargetsTest {

    private List<InterfaceAddress> beside = List.of();
    private String answer = "203.0.113.5";
    private String own = "10.0.0.7";

    @Test
    public void pagesBeyondTheLinkAreAllowed() throws Exception {
        for (int port : new int[] {80, 443, 1024, 8880, 65535}) {
            assertEquals(port, targets().allowed("portal.example", port).getPort());
        }
        answer = "10.0.0.1";
        assertEquals("the router's own page", answer, targets().allowed("portal.example", 80).getAddress().getHostAddress());
    }

    @Test
    public void otherServicesAreNot() {
        for (int port : new int[] {-1, 0, 22, 25, 53, 445, 1023}) {
            refused("portal.example", port);
        }
    }

    @Test
    public void thisDeviceAndItsOtherNetworksAreNot() throws Exception {
        for (String near : List.of("127.0.0.1", "127.9.9.9", "0.0.0.0", "169.254.169.254", "224.0.0.1", "10.0.0.7", "::1", "fe80::1", "::ffff:127.0.0.1", "2001:db8::1")) {
            answer = near;
            refused("portal.example", 80);
        }
        beside = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()).getInterfaceAddresses(); // 127.0.0.0/8
        answer = "203.0.113.5";
        targets().allowed("portal.example", 80);
        own = "203.0.113.5";
        refused("portal.example", 80);
    }

    private void refused(String host, int port) {
        assertThrows(answer + ":" + port, IOException.class, () -> targets().allowed(host, port));
    }

    private Targets targets() throws IOException {
        return new Targets("wlan0", InetAddress.getByName("10.0.0.9"), name -> new InetAddress[] {InetAddress.getByName(answer)}, new Targets.Own() {
            @Override
            public boolean has(InetAddress address) {
                return address.getHostAddress().equals(own);
            }

            @Override
            public List<InterfaceAddress> networksBeside(String link) {
                return beside;
            }
        });
    }
}
