package io.rushline.network.jvm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.network.api.Link;
import io.rushline.network.api.Link.Kind;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What Linux says of interfaces, and what is made of it. */
public class LinksTest {

    @Rule
    public final TemporaryFolder sys = new TemporaryFolder();

    @Test
    public void hardwareIsShownEvenWithoutAnAddress() throws Exception {
        entry("enp9s9", "type", "1", "carrier", "0", "speed", "-1");
        Files.createDirectory(sys.getRoot().toPath().resolve("enp9s9/device"));
        Link link = read().get("enp9s9");
        assertEquals(Kind.ETHERNET, link.kind());
        assertFalse(link.up());
        assertEquals(OptionalLong.empty(), link.bitsPerSecond());
        assertTrue(link.addresses().isEmpty());
    }

    @Test
    public void kindAndSpeedComeFromTheSystem() throws Exception {
        for (String name : new String[] {"wlp7s0", "wwx0", "usb7", "enp8s0"}) {
            entry(name, "type", "1", "carrier", "1", "speed", "1000");
            Files.createDirectory(sys.getRoot().toPath().resolve(name + "/device"));
        }
        Files.createDirectory(sys.getRoot().toPath().resolve("wlp7s0/wireless"));
        Files.writeString(sys.getRoot().toPath().resolve("usb7/uevent"), "DEVTYPE=wwan\nINTERFACE=usb7\n");
        Map<String, Link> links = read();
        assertEquals(Kind.WIFI, links.get("wlp7s0").kind());
        assertEquals(Kind.MODEM, links.get("wwx0").kind());
        assertEquals(Kind.MODEM, links.get("usb7").kind());
        assertEquals(Kind.ETHERNET, links.get("enp8s0").kind());
        assertTrue(links.get("enp8s0").up());
        assertEquals(OptionalLong.of(1_000_000_000), links.get("enp8s0").bitsPerSecond());
    }

    @Test
    public void loopbackAndVirtualOnesThatLeadNowhereAreLeftOut() throws Exception {
        entry("veth12", "type", "1", "carrier", "1", "speed", "10000");
        entry("docker9", "type", "1", "carrier", "0", "speed", "x");
        entry("lo", "type", "772", "carrier", "1", "speed", "-1");
        Map<String, Link> links = read();
        assertFalse(links.containsKey("veth12"));
        assertFalse(links.containsKey("docker9"));
        assertFalse(links.containsKey("lo"));
    }

    @Test
    public void thisMachinesAddressesAreShownWithoutZones() throws Exception {
        Map<String, Link> links = new Links(Path.of("/not/there")).read().stream().collect(Collectors.toMap(Link::name, Function.identity()));
        for (NetworkInterface java : NetworkInterface.networkInterfaces().toList()) {
            boolean routable = java.inetAddresses().anyMatch(a -> !a.isLinkLocalAddress());
            assertEquals(java.getName(), !java.isLoopback() && routable, links.containsKey(java.getName()));
        }
        assertTrue(links.values().stream().flatMap(link -> link.addresses().stream()).noneMatch(a -> a.getHostAddress().contains("%")));
    }

    private Map<String, Link> read() throws IOException {
        return new Links(sys.getRoot().toPath()).read().stream().collect(Collectors.toMap(Link::name, Function.identity()));
    }

    private void entry(String name, String... files) throws IOException {
        Path entry = Files.createDirectory(sys.getRoot().toPath().resolve(name));
        for (int i = 0; i < files.length; i += 2) {
            Files.writeString(entry.resolve(files[i]), files[i + 1] + "\n");
        }
    }
}
