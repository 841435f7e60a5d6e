package io.rushline.itests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Assume;
import org.junit.rules.ExternalResource;

/**
 * Two network namespaces joined by a link that behaves as a test wants ({@code itests/lab/link}): in the near one the appliance runs, in the far
 * one the cloud, which has a name there.
 */
public final class Lab extends ExternalResource {

    /** The cloud's name; the far side's name server knows it. */
    public static final String CLOUD = "cloud.rushline.test";
    /** Another name for the same address, which the cloud's certificate does not hold. */
    public static final String OTHER = "other.rushline.test";
    public static final String FAR_ADDRESS = "10.77.0.2";
    public static final String NEAR_ADDRESS = "10.77.0.1";

    private static final Path SCRIPT = Path.of("lab/link").toAbsolutePath();
    private static final List<String> TOOLS = List.of("ip", "gcc", "socat", "dnsmasq", "iptables");

    private final String name = "rl" + ProcessHandle.current().pid();
    private final List<Process> processes = new ArrayList<>();
    private Process names;

    @Override
    protected void before() throws IOException {
        Assume.assumeTrue("the lab needs root, Linux and " + TOOLS, possible());
        run(SCRIPT.toString(), "up", name, "perfect");
        Files.createDirectories(resolver().getParent());
        Files.writeString(resolver(), "nameserver " + FAR_ADDRESS + "\noptions timeout:1 attempts:1\n");
        Files.createDirectories(hosts().getParent());
        Files.writeString(hosts(), "127.0.0.1 localhost\n" + FAR_ADDRESS + " " + CLOUD + "\n");
        answerNames();
    }

    @Override
    protected void after() {
        processes.forEach(Process::destroyForcibly);
        try {
            run(SCRIPT.toString(), "down", name);
            for (Path file : List.of(resolver(), hosts())) {
                Files.deleteIfExists(file);
                Files.deleteIfExists(file.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean possible() {
        return "root".equals(System.getProperty("user.name")) && TOOLS.stream().allMatch(tool -> Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool))));
    }

    /** The link is like that from now on: a profile's name, or parameters of {@code linkem.c}, parted by semicolons. */
    public void link(String like) throws IOException {
        run(SCRIPT.toString(), "set", name, like);
    }

    /** The appliance has this address, and no other, from now on. */
    public void address(String address) throws IOException {
        nearly("ip", "addr", "flush", "dev", "eth0");
        nearly("ip", "addr", "add", address + "/24", "dev", "eth0");
    }

    /** As it was at the beginning, whatever a test has done to it. */
    public void mend() throws IOException {
        link("perfect");
        nearly("ip", "link", "set", "eth0", "up");
        address(NEAR_ADDRESS);
        farly("iptables", "-F", "INPUT");
        farly("iptables", "-t", "nat", "-F", "PREROUTING");
        if (!names.isAlive()) {
            answerNames();
        }
    }

    /** Bytes the appliance has put on the link, frames and all. */
    public long sent() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/sys/class/net", name + ".n", "statistics/rx_bytes")).strip());
    }

    /** How to start a program on the appliance's side. */
    public List<String> near() {
        return List.of("ip", "netns", "exec", name + "-near");
    }

    /** How to start a program on the cloud's side, on a machine that has the cloud's name. */
    public List<String> far() {
        return List.of("ip", "netns", "exec", name + "-far", "unshare", "--uts", "sh", "-c", "hostname " + CLOUD + "; exec \"$@\"", "sh");
    }

    /** Runs a command on the appliance's side. */
    public void nearly(String... command) throws IOException {
        run(with(List.of("ip", "netns", "exec", name + "-near"), command));
    }

    /** Runs a command on the cloud's side. */
    public void farly(String... command) throws IOException {
        run(with(List.of("ip", "netns", "exec", name + "-far"), command));
    }

    /** Starts a program on the cloud's side; it ends with the lab. */
    public Process serve(String... command) throws IOException {
        Process process = new ProcessBuilder(with(List.of("ip", "netns", "exec", name + "-far"), command)).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        processes.add(process);
        return process;
    }

    /** The name server answers. */
    public void answerNames() throws IOException {
        names = serve("dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--user=root", "--pid-file", "--bind-interfaces",
                "--listen-address=" + FAR_ADDRESS, "--address=/" + CLOUD + "/" + FAR_ADDRESS, "--address=/" + OTHER + "/" + FAR_ADDRESS);
    }

    /** The name server is dead. */
    public void answerNoNames() {
        names.destroyForcibly();
    }

    /** A port of this machine's own loopback that leads to one of the appliance's side. */
    public int near(int port) {
        return forward(name + "-near", "127.0.0.1:" + port);
    }

    /** A port of this machine's own loopback that leads to one of the cloud's side, past the link. */
    public int far(int port) {
        return forward(name + "-far", FAR_ADDRESS + ":" + port);
    }

    private int forward(String namespace, String to) {
        try {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            processes.add(new ProcessBuilder("socat", "TCP-LISTEN:" + port + ",bind=127.0.0.1,fork,reuseaddr",
                    "EXEC:ip netns exec " + namespace + " socat STDIO TCP\\:" + to.replace(":", "\\:"))
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code ip netns exec} puts in place of the file below {@code /etc}. */
    private Path resolver() {
        return Path.of("/etc/netns", name + "-near", "resolv.conf");
    }

    private Path hosts() {
        return Path.of("/etc/netns", name + "-far", "hosts");
    }

    private static String[] with(List<String> prefix, String... command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    private static void run(String... command) throws IOException {
        Path said = Files.createTempFile("lab-", ".out");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
            if (!process.waitFor(Duration.ofSeconds(60).toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + Files.readString(said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(said);
        }
    }
}
