package io.rushline.launcher.ctl;

import io.rushline.launcher.CommandException;
import jakarta.json.Json;
import jakarta.json.JsonStructure;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code rushline ctl}: talks to a running appliance. */
@Command(name = "ctl", description = "Talks to a running appliance.",
        subcommands = {StatusCtl.class, PairCtl.class, UnpairCtl.class, QueueCtl.class, NetworkCtl.class, ModulesCtl.class, LogsCtl.class,
            CtlCommand.Diagnose.class, CtlCommand.Reset.class})
public final class CtlCommand implements Runnable {

    @Option(names = "--home", paramLabel = "DIR", scope = ScopeType.INHERIT, defaultValue = "${sys:user.home}/.rushline",
            description = "The appliance's home (default: ${DEFAULT-VALUE}).")
    private Path home;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print one JSON document on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing after 'ctl'.");
    }

    /** What a subcommand asks of the appliance. */
    @FunctionalInterface
    interface Request {
        JsonStructure send(Rest appliance) throws RestException;
    }

    /**
     * Sends a request and prints its answer: the document as it is with {@code --json}, else as {@code text} prints it. A refusal is printed the
     * same way and ends in status 1.
     */
    int answer(Request request, Consumer<JsonStructure> text) {
        return answer(request, text, answer -> Optional.empty());
    }

    /** @param failure why an answer, though one was given, is no success: ends in status 1 */
    int answer(Request request, Consumer<JsonStructure> text, Function<JsonStructure, Optional<String>> failure) {
        try {
            JsonStructure answer = request.send(Rest.ofHome(home));
            if (json) {
                print(answer);
            } else {
                text.accept(answer);
            }
            Optional<String> why = failure.apply(answer);
            why.ifPresent(this::step);
            return why.isPresent() ? 1 : 0;
        } catch (RestException e) {
            if (json) {
                print(e.problem());
            }
            step(e.getMessage());
            return 1;
        }
    }

    private void print(JsonStructure document) {
        StringWriter out = new StringWriter();
        try (JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(out)) {
            writer.write(document);
        }
        say(out.toString().strip());
    }

    /** The appliance as it is now: another port and token after it, or its console, was replaced; empty while none answers. */
    Optional<Rest> look() {
        return Rest.find(home);
    }

    /** What is going on, for people: on standard error. */
    void step(String line) {
        spec.commandLine().getErr().println("rushline: " + line);
        spec.commandLine().getErr().flush();
    }

    /** Asks for what must not stand on the screen; the question goes beside the answer of {@code --json}, which has standard output for itself. */
    String secret(String what) {
        if (System.console() != null) {
            return new String(Optional.ofNullable(System.console().readPassword("%s: ", Text.printable(what))).orElse(new char[0]));
        }
        step(Text.printable(what) + ":");
        Scanner typed = new Scanner(System.in);
        return typed.hasNextLine() ? typed.nextLine() : "";
    }

    /** Asks a person twice for a new one, since nobody sees what is typed. */
    String newSecret(String what) {
        String secret = secret(what);
        if (System.console() != null && !secret(what + ", again").equals(secret)) {
            throw new CommandException("These were two different ones. Start again.");
        }
        return secret;
    }

    void say(String line) {
        spec.commandLine().getOut().println(line);
    }

    void say(Table table) {
        table.lines().forEach(this::say);
    }

    /** {@code ctl diagnose}. */
    @Command(name = "diagnose", description = "Collects what support needs (comes with a later version).")
    static final class Diagnose extends Later { }

    /** {@code ctl reset --handover}. */
    @Command(name = "reset", description = "Readies the appliance for its next owner (comes with a later version).")
    static final class Reset extends Later {
        @Option(names = "--handover", required = true, description = "Forget pairing, passwords, clips and history.")
        private boolean handover;
    }
}
