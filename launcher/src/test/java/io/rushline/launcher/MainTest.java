package io.rushline.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import picocli.CommandLine;

public class MainTest {

    private record Result(int status, String out) {
    }

    private static Result run(List<String> path, String option) {
        StringWriter out = new StringWriter();
        List<String> arguments = new ArrayList<>(path);
        arguments.add(option);
        int status = Main.commandLine("ctl").setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true)).execute(arguments.toArray(String[]::new));
        return new Result(status, out.toString().strip());
    }

    @Test
    public void eachCommandTellsItsUsageAndTheVersionWhateverElseItRequires() {
        tells(List.of(), Main.commandLine("ctl").getSubcommands());
    }

    private static void tells(List<String> path, Map<String, CommandLine> below) {
        Result help = run(path, "--help");
        assertEquals(path + ": " + help.out, 0, help.status);
        assertTrue(path + ": " + help.out, help.out.startsWith(("Usage: rushline " + String.join(" ", path)).strip()));
        assertEquals(path.toString(), new Result(0, "rushline " + Distribution.VERSION), run(path, "--version"));
        below.forEach((name, command) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            tells(longer, command.getSubcommands());
        });
    }
}
