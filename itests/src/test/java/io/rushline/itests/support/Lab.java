package io.rushline.itests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Assume;

/** The appliance's side and the cloud's, joined by a link that behaves as a test wants ({@code itests/lab/link}). */
public final class Lab extends Sides {

    public static final String FAR_ADDRESS = "10.77.0.2";
    public static final String NEAR_ADDRESS = "10.77.0.1";

    private static final Path SCRIPT = Path.of("lab/link").toAbsolutePath();
    private static final List<String> TOOLS = List.of("ip", "gcc", "socat", "dnsmasq", "iptables");

    public Lab() {
        super("rl" + ProcessHandle.current().pid(), FAR_ADDRESS);
    }

    @Override
    protected void before() throws IOException {
        Assume.assumeTrue("the lab needs root, Linux and " + TOOLS, possible(TOOLS));
        run(SCRIPT.toString(), "up", name(), "perfect");
        startNames();
    }

    @Override
    protected void after() {
        try {
            end();
            run(SCRIPT.toString(), "down", name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The link is like that from now on: a profile's name, or parameters of {@code linkem.c}, parted by semicolons. */
    public void link(String like) throws IOException {
        run(SCRIPT.toString(), "set", name(), like);
    }

    /** The appliance has this address, and no other, from now on. */
    public void address(String address) throws IOException {
        nearly("ip", "addr", "flush", "dev", "eth0");
        nearly("ip", "addr", "add", address + "/24", "dev", "eth0");
    }

    /** One more cable, which stands for the air between a radio of the appliance and somebody's phone on the far side. */
    public void phone(String radio, String address, String phone) throws IOException {
        run("ip", "link", "add", radio, "netns", name() + "-near", "type", "veth", "peer", "name", "phone", "netns", name() + "-far");
        nearly("ip", "addr", "add", address + "/24", "dev", radio);
        nearly("ip", "link", "set", radio, "up");
        farly("ip", "addr", "add", phone + "/24", "dev", "phone");
        farly("ip", "link", "set", "phone", "up");
    }

    /** As it was at the beginning, whatever a test has done to it. */
    public void mend() throws IOException {
        link("perfect");
        nearly("ip", "link", "set", "eth0", "up");
        address(NEAR_ADDRESS);
        farly("iptables", "-F", "INPUT");
        farly("iptables", "-t", "nat", "-F", "PREROUTING");
        mendNames();
    }

    /** Bytes the appliance has put on the link, frames and all. */
    public long sent() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/sys/class/net", name() + ".n", "statistics/rx_bytes")).strip());
    }
}
