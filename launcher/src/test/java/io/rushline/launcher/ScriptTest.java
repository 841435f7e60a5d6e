package io.rushline.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code bin/rushline} with another program in the place of Java. */
public class ScriptTest {

    private static final Path SCRIPT = Path.of("src/main/dist/bin/rushline").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** The fake's first lines: counts its runs, and finds the note it was given. */
    private static final String FAKE = """
            #!/bin/sh
            echo $$ >> "$HERE/runs"
            for a in "$@"; do case $a in -Drushline.note=*) note=${a#*=} ;; esac; done
            """;
    private static final String WAIT = "touch \"$HERE/up\"\nwhile :; do sleep 0.05; done\n";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();
    private Path here;
    private Process script;

    @Before
    public void needsSetpriv() throws Exception {
        here = temporary.getRoot().toPath();
        Assume.assumeTrue("needs setpriv of util-linux and env of coreutils",
                new ProcessBuilder("env", "--default-signal=INT", "setpriv", "--pdeathsig", "KILL", "true").start().waitFor() == 0);
    }

    @After
    public void end() {
        if (script != null) {
            script.destroyForcibly();
        }
    }

    private void start(String fake, String... arguments) throws IOException {
        start(SCRIPT, fake, arguments);
    }

    private void start(Path program, String fake, String... arguments) throws IOException {
        Path java = here.resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, FAKE + fake);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        // Whoever runs the tests may have these ignored, and a shell cannot change that.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,HUP", program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(here.resolve("err").toFile());
        builder.environment().put("JAVA_HOME", here.toString());
        builder.environment().put("HERE", here.toString());
        script = builder.start();
    }

    private int status() throws InterruptedException {
        assertTrue("it ends", script.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS));
        return script.exitValue();
    }

    private List<Long> runs() throws IOException {
        return Files.readAllLines(here.resolve("runs")).stream().map(Long::valueOf).toList();
    }

    private void signal(String name) throws Exception {
        assertTrue(Condition.await(LIMIT, () -> Files.exists(here.resolve("up")), up -> up));
        assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(script.pid())).start().waitFor());
    }

    @Test
    public void theStatusIsPassedOn() throws Exception {
        start("exit 7\n", "run");
        assertEquals(7, status());
        assertEquals(1, runs().size());
    }

    @Test
    public void itIsStartedAgainWhenItEndedDuringATrial() throws Exception {
        start("[ -e \"$HERE/second\" ] || { touch \"$HERE/second\"; echo again > $note; kill -9 $$; }\nexit 5\n", "run");
        assertEquals("the second run had no trial", 5, status());
        assertEquals(2, runs().size());
    }

    @Test
    public void itIsStartedAgainWhenItAsksForItByItsStatus() throws Exception {
        start("[ -e \"$HERE/second\" ] || { touch \"$HERE/second\"; exit 75; }\nexit 5\n", "run");
        assertEquals(5, status());
        assertEquals(2, runs().size());
    }

    @Test
    public void itIsNotStartedAgainForEver() throws Exception {
        start("echo again > $note; exit 0\n", "run");
        assertEquals(0, status());
        assertEquals(6, runs().size());
    }

    @Test
    public void toBeToldToEndIsPassedOnAndFinalEvenDuringATrial() throws Exception {
        for (String signal : List.of("TERM", "INT", "HUP")) {
            Files.deleteIfExists(here.resolve("up"));
            Files.deleteIfExists(here.resolve("runs"));
            start("trap 'sleep 0.3; exit 9' " + signal + "; echo again > $note\n" + WAIT, "demo");
            signal(signal);
            assertEquals(signal + " is waited for", 9, status());
            assertEquals(1, runs().size());
        }
    }

    @Test
    public void theScriptKilledHardTakesItsChildAlong() throws Exception {
        start(WAIT, "run");
        signal("KILL");
        assertEquals(137, status());
        long child = runs().get(0);
        assertTrue(Condition.await(LIMIT, () -> ProcessHandle.of(child).isEmpty(), gone -> gone));
    }

    @Test
    public void standardInputAndOutputAreThoseOfTheScript() throws Exception {
        start("cat\n", "run");
        script.getOutputStream().write("hello".getBytes());
        script.getOutputStream().close();
        assertEquals("hello", new String(script.getInputStream().readAllBytes()));
        assertEquals(0, status());
    }

    @Test
    public void theClassPathIsTheLauncherAloneWhateverLiesBesideIt() throws Exception {
        Path copy = here.resolve("dist/bin/rushline");
        Files.createDirectories(copy.getParent());
        Files.createDirectories(here.resolve("dist/lib"));
        Files.writeString(here.resolve("dist/lib/0.jar"), "evil");
        Files.copy(SCRIPT, copy, StandardCopyOption.COPY_ATTRIBUTES);
        start(copy, "while [ $1 != -cp ]; do shift; done; echo $2\n", "status");
        assertEquals(here.toRealPath().resolve("dist/lib/io.rushline.launcher.jar").toString(), new String(script.getInputStream().readAllBytes()).trim());
    }

    @Test
    public void theNoteHasNoNameThatAnybodyElseCouldUse() throws Exception {
        start("readlink $note\n", "run");
        assertTrue(new String(script.getInputStream().readAllBytes()).trim().endsWith("(deleted)"));
    }

    @Test
    public void otherCommandsTakeTheScriptsPlace() throws Exception {
        for (String command : List.of("ctl", "simulate", "certify")) {
            Files.deleteIfExists(here.resolve("runs"));
            start("exit 0\n", command);
            assertEquals(0, status());
            assertEquals(List.of(script.pid()), runs());
        }
    }
}
