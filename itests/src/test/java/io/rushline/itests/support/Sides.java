package io.rushline.itests.support;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.rules.ExternalResource;

/** Two network namespaces: in the near one the appliance runs, in the far one the cloud, which has a name. What joins them is for the lab to say. */
public abstract class Sides extends ExternalResource {

    /** The cloud's name; the far side's name server knows it. */
    public static final String CLOUD = "cloud.rushline.test";
    /** Another name for the same address, which the cloud's certificate does not hold. */
    public static final String OTHER = "other.rushline.test";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final String farAddress;
    private final List<Process> processes = new ArrayList<>();
    private final Map<String, Integer> doors = new HashMap<>();
    private Process names;

    /**
     * @param name       the namespaces are called so, with {@code -near} and {@code -far}
     * @param farAddress the cloud's, and its name server's
     */
    protected Sides(String name, String farAddress) {
        this.name = name;
        this.farAddress = farAddress;
    }

    protected final String name() {
        return name;
    }

    public final String farAddress() {
        return farAddress;
    }

    /** What programs on the near side find in their environment. */
    public Map<String, String> environment() {
        return Map.of();
    }

    /** Names can be resolved on both sides; once the namespaces are there. */
    protected final void startNames() throws IOException {
        Files.createDirectories(resolver().getParent());
        Files.writeString(resolver(), "nameserver " + farAddress + "\noptions timeout:1 attempts:1\n");
        Files.createDirectories(hosts().getParent());
        Files.writeString(hosts(), "127.0.0.1 localhost\n" + farAddress + " " + CLOUD + "\n");
        answerNames();
    }

    /** All that was started here, and the files. */
    protected final void end() throws IOException {
        processes.forEach(Sides::kill);
        for (Path file : List.of(resolver(), hosts())) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        }
    }

    /** With what it has started itself. */
    static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static boolean possible(List<String> tools) {
        return "root".equals(System.getProperty("user.name")) && tools.stream().allMatch(tool -> Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool))));
    }

    /** How to start a program on the appliance's side. */
    public final List<String> near() {
        return List.of("ip", "netns", "exec", name + "-near");
    }

    /** How to start a program on the cloud's side, on a machine that has the cloud's name. */
    public final List<String> far() {
        return List.of("ip", "netns", "exec", name + "-far", "unshare", "--uts", "sh", "-c", "hostname " + CLOUD + "; exec \"$@\"", "sh");
    }

    /** Runs a command on the appliance's side. */
    public final void nearly(String... command) throws IOException {
        run(with(near(), command));
    }

    /** Runs a command on the cloud's side. */
    public final void farly(String... command) throws IOException {
        run(with(List.of("ip", "netns", "exec", name + "-far"), command));
    }

    /** What a command on the cloud's side has said, however it ended. */
    public final String farSaid(String... command) throws IOException {
        return output(Map.of(), with(List.of("ip", "netns", "exec", name + "-far", "sh", "-c", "\"$@\" || true", "sh"), command));
    }

    /** Starts a program on the cloud's side; it ends with the lab. */
    public final Process serve(String... command) throws IOException {
        return begin(Map.of(), with(List.of("ip", "netns", "exec", name + "-far"), command));
    }

    /** Starts a program, which ends with the lab. */
    protected final Process begin(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** The name server answers. */
    public final void answerNames() throws IOException {
        names = serve("dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--user=root", "--pid-file", "--bind-interfaces",
                "--listen-address=" + farAddress, "--address=/" + CLOUD + "/" + farAddress, "--address=/" + OTHER + "/" + farAddress);
    }

    /** The name server is dead. */
    public final void answerNoNames() {
        names.destroyForcibly();
    }

    /** The name server answers, whatever a test has done to it. */
    protected final void mendNames() throws IOException {
        if (!names.isAlive()) {
            answerNames();
        }
    }

    /** A port of this machine's own loopback that leads to one of the appliance's side. */
    public final int near(int port) {
        return forward(name + "-near", "127.0.0.1:" + port);
    }

    /** A port of this machine's own loopback that leads to one of the cloud's side, past the link. */
    public final int far(int port) {
        return forward(name + "-far", farAddress + ":" + port);
    }

    private int forward(String namespace, String to) {
        return doors.computeIfAbsent(namespace + " " + to, target -> Await.until("a port that leads to " + target, LIMIT, () -> door(namespace, to), port -> true));
    }

    private int door(String namespace, String to) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process socat = begin(Map.of(), "socat", "TCP-LISTEN:" + port + ",bind=127.0.0.1,fork,reuseaddr",
                "EXEC:ip netns exec " + namespace + " socat STDIO TCP\\:" + to.replace(":", "\\:"));
        Await.until("socat listens", LIMIT, () -> listens(port) || !socat.isAlive());
        if (!socat.isAlive()) {
            throw new IOException("somebody else had port " + port + " before socat");
        }
        return port;
    }

    /** Asked of the kernel: whoever connected would be led on. */
    private static boolean listens(int port) throws IOException {
        return Files.readString(Path.of("/proc/net/tcp")).contains(String.format(" 0100007F:%04X 00000000:0000 0A ", port));
    }

    /** What {@code ip netns exec} puts in place of the file below {@code /etc}. */
    private Path resolver() {
        return Path.of("/etc/netns", name + "-near", "resolv.conf");
    }

    private Path hosts() {
        return Path.of("/etc/netns", name + "-far", "hosts");
    }

    protected static String[] with(List<String> prefix, String... command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    protected static void run(String... command) throws IOException {
        output(Map.of(), command);
    }

    /** What the command has said. */
    static String output(Map<String, String> environment, String... command) throws IOException {
        Path said = Files.createTempFile("lab-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + Files.readString(said));
            }
            return Files.readString(said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(said);
        }
    }
}
