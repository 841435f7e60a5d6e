package io.rushline.launcher.ctl;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ctl network bandwidth}: how much clips may use of the links, by time of the week. */
@Command(name = "bandwidth", description = "Shows how much clips may use of the links, or says it; what is not named stays as it is.")
final class NetworkBandwidth implements Callable<Integer> {

    private static final String PATH = NetworkCtl.PATH + "/bandwidth";
    private static final String LIMIT = "bitsPerSecond";
    private static final String TIMETABLE = "timetable";
    private static final BigDecimal LEAST = new BigDecimal("0.016");
    private static final BigDecimal MOST = new BigDecimal(1_000_000);
    private static final Pattern LINE = Pattern.compile("\\s*(\\S+)\\s+([\\d:]+)-([\\d:]+)\\s+(\\d+(?:\\.\\d+)?)\\s*");

    @ParentCommand
    private NetworkCtl network;
    @Spec
    private CommandSpec spec;
    @Option(names = "--limit", paramLabel = "MBIT", description = "Megabits a second, for the times that the timetable does not name; 0: no limit.")
    private BigDecimal limit;
    @Option(names = "--at", paramLabel = "LINE", description = "A line of the timetable, such as \"Mon-Fri 08:00-18:00 5\" (0: no limit), by this device's clock. "
            + "All that are named replace the former; the first that fits counts.")
    private List<String> lines;
    @Option(names = "--no-timetable", description = "The limit holds at all times.")
    private boolean noTimetable;

    @Override
    public Integer call() {
        if (noTimetable && lines != null) {
            throw new ParameterException(spec.commandLine(), "Either --at or --no-timetable.");
        }
        JsonValue wantedLimit = limit == null ? null : bits(limit);
        JsonArrayBuilder wanted = Json.createArrayBuilder();
        if (lines != null) {
            lines.forEach(line -> wanted.add(rule(line)));
        }
        return network.ctl.answer(appliance -> change(appliance, wantedLimit, wanted), this::show);
    }

    private JsonStructure change(Rest appliance, JsonValue wantedLimit, JsonArrayBuilder wantedLines) throws RestException {
        JsonObject now = appliance.get(PATH).asJsonObject();
        boolean sameLines = lines == null && !noTimetable;
        if (wantedLimit == null && sameLines) {
            return now;
        }
        return appliance.put(PATH, Json.createObjectBuilder().add(LIMIT, wantedLimit == null ? now.get(LIMIT) : wantedLimit)
                .add(TIMETABLE, sameLines ? now.get(TIMETABLE) : wantedLines.build()).build());
    }

    private JsonObjectBuilder rule(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new ParameterException(spec.commandLine(), "'" + Text.printable(line) + "' is no line of a timetable: it must look like \"Mon-Fri 08:00-18:00 5\".");
        }
        return Json.createObjectBuilder().add("days", parts.group(1)).add("from", parts.group(2)).add("to", parts.group(3))
                .add(LIMIT, bits(new BigDecimal(parts.group(4))));
    }

    private JsonValue bits(BigDecimal megabits) {
        if (megabits.signum() == 0) {
            return JsonValue.NULL;
        }
        if (megabits.compareTo(LEAST) < 0 || megabits.compareTo(MOST) > 0) {
            throw new ParameterException(spec.commandLine(), megabits.toPlainString() + " Mbit/s is no limit: it must be " + LEAST + " to " + MOST + ", or 0 for none.");
        }
        return Json.createValue(megabits.movePointRight(6).longValue());
    }

    private void show(JsonStructure answer) {
        JsonObject bandwidth = answer.asJsonObject();
        Table table = new Table().row("DAYS", "FROM", "TO", "LIMIT");
        Text.objects(bandwidth, TIMETABLE).forEach(line -> table.row(Text.string(line, "days"), Text.string(line, "from"), Text.string(line, "to"), limit(line)));
        table.row("else", "", "", limit(bandwidth));
        network.ctl.say(table);
    }

    private static String limit(JsonObject holder) {
        return holder.isNull(LIMIT) ? "none" : new BigDecimal(Text.number(holder, LIMIT)).movePointLeft(6).stripTrailingZeros().toPlainString() + " Mbit/s";
    }
}
