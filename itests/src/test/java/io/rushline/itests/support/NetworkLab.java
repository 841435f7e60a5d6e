package io.rushline.itests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Assume;

/**
 * The appliance's side with two cables, {@code eth0} and {@code eth1}, each to a network of its own with a router that gives addresses, and the real
 * NetworkManager, on a bus of its own. The cloud is reached over either. NetworkManager sees nothing of the machine but these two links, and keeps
 * all it keeps in a folder of the lab's.
 */
public final class NetworkLab extends Sides {

    /** The cable that is preferred, since NetworkManager met it first. */
    public static final String A = "eth0";
    public static final String B = "eth1";

    private static final List<String> TOOLS = List.of("ip", "tc", "socat", "dnsmasq", "dbus-daemon", "NetworkManager", "nmcli");
    private static final Duration START = Duration.ofSeconds(30);
    private static final Pattern ADDRESS = Pattern.compile("inet ([0-9.]+)/");
    /** Where the page of the portal is. */
    public static final String SIGN_IN = "http://10.78.9.1:8880/sign-in";
    private static final String CHECK_OK = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nonline";
    private static final String CHECK_PORTAL = "HTTP/1.1 302 Found\r\nLocation: " + SIGN_IN + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    /** Its /run, /var/lib and /sys are its own: beside the writable /sys it would wait for udev, which knows nothing of namespaces. */
    private static final String SETUP = "mount --bind \"$1/run\" /run && mount --bind \"$1/lib\" /var/lib && mount -o remount,bind,ro /sys && exec NetworkManager --no-daemon"
            + " --config=\"$1/nm.conf\" --config-dir=\"$1/none\" --system-config-dir=\"$1/none\" --intern-config=\"$1/intern.conf\" --state-file=\"$1/nm.state\" --pid-file=\"$1/nm.pid\"";

    private final Map<String, Process> routers = new HashMap<>();
    private Path state;
    private Process bus;
    private Process manager;

    public NetworkLab() {
        super("rn" + ProcessHandle.current().pid(), "10.78.9.1");
    }

    @Override
    protected void before() throws IOException {
        Assume.assumeTrue("the lab of networks needs root, Linux and " + TOOLS, possible(TOOLS));
        try {
            open();
        } catch (IOException | AssertionError e) {
            after();
            throw e;
        }
    }

    private void open() throws IOException {
        state = Files.createTempDirectory("rn");
        for (String folder : List.of("run", "lib", "none", "profiles")) {
            Files.createDirectory(state.resolve(folder));
        }
        Files.writeString(state.resolve("bus.conf"), "<busconfig><type>system</type><listen>unix:path=" + state + "/bus</listen><auth>EXTERNAL</auth><policy context=\"default\">"
                + "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>");
        Files.writeString(state.resolve("nm.conf"), """
                [main]
                plugins=keyfile
                dns=none
                auth-polkit=false
                hostname-mode=none
                [keyfile]
                path=%s/profiles
                [connectivity]
                uri=http://%s/check
                response=online
                interval=5
                [logging]
                level=INFO
                """.formatted(state, farAddress()));
        for (String side : List.of("-near", "-far")) {
            run("ip", "netns", "add", name() + side);
            run("ip", "-n", name() + side, "link", "set", "lo", "up");
        }
        run("ip", "-n", name() + "-far", "addr", "add", farAddress() + "/32", "dev", "lo");
        startNames();
        portal(false);
        serve("socat", "TCP-LISTEN:80,bind=" + farAddress() + ",fork,reuseaddr",
                "SYSTEM:while read -r line && [ ${#line} -gt 1 ]; do \\:; done; cat " + state + "/answer");
        for (String link : List.of(A, B)) {
            plug(link);
            router(link, 100);
        }
        startBus();
        startManager();
    }

    @Override
    protected void after() {
        try {
            end();
            for (String side : List.of("-near", "-far")) {
                if (Files.exists(Path.of("/run/netns", name() + side))) {
                    run("ip", "netns", "del", name() + side);
                }
            }
            if (state != null) {
                try (Stream<Path> files = Files.walk(state)) {
                    for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + state + "/bus");
    }

    private static int number(String link) {
        return link.equals(A) ? 0 : 1;
    }

    /** The first three numbers of the addresses of a link's network. */
    public static String net(String link) {
        return "10.78." + number(link) + ".";
    }

    /** The router's address in a link's network. */
    public static String gateway(String link) {
        return net(link) + 1;
    }

    /** An adapter with a cable is there. */
    public void plug(String link) throws IOException {
        String peer = "net" + number(link);
        run("ip", "link", "add", link, "netns", name() + "-near", "type", "veth", "peer", "name", peer, "netns", name() + "-far");
        farly("ip", "addr", "add", gateway(link) + "/24", "dev", peer);
        farly("ip", "link", "set", peer, "up");
    }

    /** The adapter is pulled out. */
    public void unplug(String link) throws IOException {
        nearly("ip", "link", "del", link);
    }

    /** A cable is plugged in, or pulled. */
    public void carrier(String link, boolean there) throws IOException {
        farly("ip", "link", "set", "net" + number(link), there ? "up" : "down");
    }

    /** The router gives addresses from this one on, and does not know any that it gave before. */
    public void router(String link, int first) throws IOException {
        noRouter(link);
        String net = net(link);
        String peer = "net" + number(link);
        Path leases = state.resolve(peer + ".leases");
        Files.deleteIfExists(leases);
        routers.put(link, serve("dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--user=root", "--pid-file", "--bind-interfaces",
                "--interface=" + peer, "--except-interface=lo", "--no-ping", "--dhcp-authoritative", "--dhcp-leasefile=" + leases,
                "--dhcp-range=" + net + first + "," + net + (first + 9) + ",255.255.255.0,1h", "--address=/" + CLOUD + "/" + farAddress()));
    }

    /** The router gives no addresses. */
    public void noRouter(String link) {
        Process router = routers.remove(link);
        if (router != null) {
            kill(router);
        }
    }

    /** What the appliance sends over a link is limited to so much. */
    public void rate(String link, int megabits) throws IOException {
        nearly("tc", "qdisc", "replace", "dev", link, "root", "tbf", "rate", megabits + "mbit", "burst", "128kb", "latency", "50ms");
    }

    /** Whether a page to sign in stands in the way of NetworkManager's question whether it is online. */
    public void portal(boolean there) throws IOException {
        Files.writeString(state.resolve("answer"), there ? CHECK_PORTAL : CHECK_OK);
    }

    /** A portal lets nobody to the cloud's port before somebody has signed in on its page. */
    public void signInWanted(int cloudPort) throws IOException {
        String rule = "INPUT -p tcp -d " + farAddress() + " --dport " + cloudPort + " -j REJECT --reject-with tcp-reset";
        portal(false);
        Files.copy(state.resolve("answer"), state.resolve("answer.open"), StandardCopyOption.REPLACE_EXISTING);
        portal(true);
        farly(("iptables -I " + rule).split(" "));
        URI page = URI.create(SIGN_IN);
        serve("java", Path.of("lab/Portal.java").toAbsolutePath().toString(), page.getHost(), Integer.toString(page.getPort()),
                "iptables -D " + rule + "; cp " + state + "/answer.open " + state + "/answer");
        Await.until("the page is there", START, () -> {
            farly("socat", "OPEN:/dev/null", "TCP:" + page.getAuthority());
            return true;
        });
    }

    /** The bus dies without a word, and all who are on it lose it. */
    public void killBus() {
        kill(bus);
    }

    public void startBus() throws IOException {
        Files.deleteIfExists(state.resolve("bus"));
        bus = begin(Map.of(), "dbus-daemon", "--nofork", "--nopidfile", "--config-file=" + state.resolve("bus.conf"));
        Await.until("the bus is there", START, () -> Files.exists(state.resolve("bus")));
    }

    /** NetworkManager dies without a word; links keep what they have. */
    public void killManager() {
        kill(manager);
    }

    public void startManager() throws IOException {
        manager = begin(environment(), with(near(), "unshare", "--uts", "sh", "-c", SETUP, "sh", state.toString()));
        Await.until("NetworkManager answers", START, () -> nmcli("-g", "RUNNING", "general"), running -> running.strip().equals("running"));
    }

    /** What NetworkManager's own command says. */
    public String nmcli(String... arguments) throws IOException {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("LC_ALL", "C");
        return output(environment, with(List.of("nmcli"), arguments));
    }

    /** The first IPv4 address of a link, empty where it has none. */
    public String address(String link) throws IOException {
        return ADDRESS.matcher(output(Map.of(), "ip", "-n", name() + "-near", "-4", "addr", "show", "dev", link, "scope", "global")).results()
                .map(found -> found.group(1)).findFirst().orElse("");
    }

    /** Over which link, and from which address, new connections to the cloud go out. */
    public String route() throws IOException {
        return output(Map.of(), "ip", "-n", name() + "-near", "route", "get", farAddress());
    }

    /** The same for those that are bound to an address of the appliance. */
    public String route(String from) throws IOException {
        return output(Map.of(), "ip", "-n", name() + "-near", "route", "get", farAddress(), "from", from);
    }

    /** The kernel's rules for what comes from an address. */
    public String rules(String from) throws IOException {
        return output(Map.of(), "ip", "-n", name() + "-near", "rule", "show", "from", from);
    }

    /** Bytes that have come over a link to the other side, frames and all. */
    public long sent(String link) throws IOException {
        return Long.parseLong(output(Map.of(), with(List.of("ip", "netns", "exec", name() + "-far"), "cat", "/sys/class/net/net" + number(link) + "/statistics/rx_bytes")).strip());
    }
}
