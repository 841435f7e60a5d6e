package io.rushline.launcher.ctl;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

/** What the commands below {@code ctl} that show something print. */
public class CtlCommandTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new CtlCommand()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
    }

    /** What the command prints when the appliance answers so. */
    private String shown(String answer, String... arguments) throws Exception {
        HttpServer appliance = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            appliance.createContext("/", exchange -> {
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            appliance.start();
            Path control = home.getRoot().toPath().resolve("run/ctl.json");
            Files.createDirectories(control.getParent());
            Files.writeString(control, "{\"url\":\"http://localhost:" + appliance.getAddress().getPort() + "\",\"token\":\"t\"}");
            out.getBuffer().setLength(0);
            List<String> all = new ArrayList<>(List.of(arguments));
            all.addAll(List.of("--home", home.getRoot().toString()));
            assertEquals(err.toString(), 0, run(all.toArray(String[]::new)));
            return out.toString();
        } finally {
            appliance.stop(0);
        }
    }

    @Test
    public void moreThanAllOfAClipIsNeverThere() throws Exception {
        String list = shown("{\"items\":[{\"id\":1,\"state\":\"UPLOADING\",\"name\":\"a.mov\",\"sizeBytes\":1000,\"ackedBytes\":1018,\"growing\":true}],\"total\":1}",
                "queue", "list");
        assertTrue(list, list.contains(" 100.0 %  a.mov  recording"));
    }

    @Test
    public void rateAndTimeToGoAreSaidOnlyWhileItSends() throws Exception {
        String status = "{\"connection\":{},\"queue\":{},\"uploader\":{\"activity\":\"%s\",\"bitsPerSecond\":5000000,\"flow\":{\"remainingSeconds\":28}}}";
        String sending = shown(status.formatted("SENDING"), "status");
        assertTrue(sending, sending.contains("SENDING, 5 Mbit/s, about 28 s to go"));
        String idle = shown(status.formatted("IDLE"), "status");
        assertTrue(idle, idle.contains("uploader    IDLE"));
        assertFalse(idle, idle.contains("Mbit/s") || idle.contains("28 s"));
    }
}
