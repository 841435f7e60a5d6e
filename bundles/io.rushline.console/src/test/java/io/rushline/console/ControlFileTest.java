package io.rushline.console;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rushline.console.access.Access;
import io.rushline.console.access.AccessFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ControlFileTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    private final Access access = new AccessFixture().startWithoutDatabase();

    @Test
    public void whileTheConsoleAnswersItsOwnerFindsAddressAndToken() throws Exception {
        ControlFile control = new ControlFile(TestServices.appliance(home.getRoot().toPath(), true), access);
        Path file = home.getRoot().toPath().resolve("run/ctl.json");
        control.bindHttp(null, Map.of("osgi.http.endpoint", new String[0]));
        assertFalse(Files.exists(file));
        control.bindHttp(null, endpoint("http://127.0.0.1:8080/"));
        JsonNode content = new ObjectMapper().readTree(file.toFile());
        assertEquals("http://127.0.0.1:8080", content.get("url").asText());
        assertEquals(access.localToken(), content.get("token").asText());
        assertEquals(2, content.size());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
        control.bindHttp(null, endpoint("http://192.168.1.20:9090/"));
        assertEquals("http://127.0.0.1:9090", new ObjectMapper().readTree(file.toFile()).get("url").asText());
        control.remove();
        assertEquals("no draft is left either", 0, file.getParent().toFile().list().length);
    }

    @Test
    public void whatCannotBeWrittenIsTriedUntilItCan() throws Exception {
        Path file = home.getRoot().toPath().resolve("run/ctl.json");
        Path inTheWay = Files.createDirectories(file.resolve("in the way"));
        ControlFile control = new ControlFile(TestServices.appliance(home.getRoot().toPath(), true), access);
        control.bindHttp(null, endpoint("http://127.0.0.1:8080/"));
        control.bindHttp(null, endpoint("http://127.0.0.1:9090/"));
        Files.delete(inTheWay);
        Files.delete(file);
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); !Files.exists(file); TimeUnit.MILLISECONDS.sleep(10)) {
            assertTrue("within 10 s", System.nanoTime() < end);
        }
        assertEquals("http://127.0.0.1:9090", new ObjectMapper().readTree(file.toFile()).get("url").asText());
        control.remove();
        assertEquals("no draft is left", 0, file.getParent().toFile().list().length);
    }

    @Test
    public void thePortIsThatOfTheFirstPlainAddress() {
        assertEquals(Optional.of(8080), ControlFile.port(new String[] {"https://127.0.0.1:8443/", "http://127.0.0.1:8080/", "http://[::1]:9/"}));
        assertEquals(Optional.of(8080), ControlFile.port("http://[fe80:0:0:0:0:0:0:1]:8080/"));
        assertEquals(Optional.empty(), ControlFile.port(new String[] {"/"}));
        assertEquals(Optional.empty(), ControlFile.port(null));
    }

    private static Map<String, Object> endpoint(String url) {
        return Map.of("osgi.http.endpoint", new String[] {url});
    }
}
