package io.rushline.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code launcher/rushline} with another program in the place of Maven, and sources that are newer than what was built from them. */
public class BuildScriptTest {

    /** Makes a distribution where it is told to. */
    private static final String BUILDS = """
            for a in "$@"; do case $a in -Ddists=*) dists=${a#*=} ;; esac; done
            mkdir -p "$dists/rushline-2/bin"; printf '#!/bin/sh\\necho "new $1"\\n' > "$dists/rushline-2/bin/rushline"; chmod +x "$dists/rushline-2/bin/rushline"
            """;

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();
    private Path top;

    @Before
    public void lay() throws IOException {
        top = temporary.getRoot().toPath();
        Files.createDirectories(top.resolve("launcher/target/developer"));
        for (String name : List.of("rushline", "needs", "developer-key")) {
            Files.copy(Path.of(name), top.resolve("launcher").resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.writeString(top.resolve("launcher/target/developer/cert.pem"), "a key that was made before");
        program("launcher/target/dist/rushline-1/bin/rushline", "echo \"old $1\"\n");
    }

    private void program(String path, String lines) throws IOException {
        Path program = top.resolve(path);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n" + lines);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void maven(String lines) throws IOException {
        program("bin/mvn", "touch \"" + top + "/called\"\n" + lines);
    }

    private Process rushline(String argument) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(top.resolve("launcher/rushline").toString(), argument).redirectError(top.resolve("err").toFile());
        builder.environment().put("PATH", top.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.waitFor();
        return process;
    }

    private static String out(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes()).strip();
    }

    @Test
    public void whatRunsIsTalkedToWithWhatIsThere() throws Exception {
        maven("exit 1\n");
        for (String command : List.of("ctl", "--version", "--help")) {
            assertEquals("old " + command, out(rushline(command)));
        }
        assertFalse("it is not built", Files.exists(top.resolve("called")));
    }

    @Test
    public void aBuildThatFailsLeavesWhatIsThere() throws Exception {
        maven(BUILDS + "exit 1\n");
        Process run = rushline("run");
        assertEquals("it is not taken for the one that was asked for", "", out(run));
        assertNotEquals(0, run.exitValue());
        assertTrue(Files.exists(top.resolve("called")));
        assertEquals("old ctl", out(rushline("ctl")));
    }

    @Test
    public void aBuildTakesThePlaceOfWhatWasThereOnce() throws Exception {
        maven(BUILDS);
        assertEquals("new run", out(rushline("run")));
        assertFalse("nothing of the former is left", Files.exists(top.resolve("launcher/target/dist/rushline-1")));
        Files.delete(top.resolve("called"));
        assertEquals("new demo", out(rushline("demo")));
        assertFalse("nothing has changed since", Files.exists(top.resolve("called")));
    }
}
