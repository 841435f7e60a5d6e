package io.rushline.launcher.ctl;

import io.rushline.launcher.CommandException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ctl network export} and {@code import}: known networks on their way to another device. */
final class NetworkTransfer {

    private static final long LIMIT_BYTES = 1 << 20;

    private NetworkTransfer() {
    }

    /** {@code ctl network export}. */
    @Command(name = "export", description = "Writes the known networks, with their passwords, into a file for another device; asks for the passphrase that encrypts it.")
    static final class Export implements Callable<Integer> {
        @ParentCommand
        private NetworkCtl network;
        @Parameters(paramLabel = "FILE", description = "Is made, for its owner only.")
        private Path file;
        @Option(names = "--force", description = "Replace a file that is there.")
        private boolean force;

        @Override
        public Integer call() {
            if (Files.isDirectory(file) || !force && Files.exists(file)) {
                throw thereAlready(file);
            }
            return network.ctl.answer(this::export, answer -> network.ctl.say(table(answer)), NetworkTransfer::refused);
        }

        /** What is printed is the file's content least of all. */
        private JsonStructure export(Rest appliance) throws RestException {
            String passphrase = network.ctl.newSecret("Passphrase");
            JsonObject answer = appliance.post(NetworkCtl.PATH + "/profiles/export", Json.createObjectBuilder().add("passphrase", passphrase).build()).asJsonObject();
            write(answer.getString("file"));
            return Json.createObjectBuilder(answer).remove("file").build();
        }

        private void write(String content) {
            try {
                Path part = Files.createTempFile(file.toAbsolutePath().getParent(), ".networks", ""); // for its owner only
                try {
                    Files.writeString(part, content, StandardCharsets.US_ASCII);
                    if (force) {
                        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
                    } else {
                        Files.move(part, file);
                    }
                } finally {
                    Files.deleteIfExists(part);
                }
            } catch (FileAlreadyExistsException meanwhile) {
                throw thereAlready(file);
            } catch (IOException e) {
                throw new CommandException(file + " cannot be written (" + e + ").", e);
            }
        }

        private static CommandException thereAlready(Path file) {
            return new CommandException(file + " is there already: name another one, or say '--force' to replace it.");
        }
    }

    /** {@code ctl network import}. */
    @Command(name = "import", description = "Adds the networks of such a file that are not known yet, behind those that are; asks for its passphrase.")
    static final class Import implements Callable<Integer> {
        @ParentCommand
        private NetworkCtl network;
        @Parameters(paramLabel = "FILE", description = "Was written by 'export'.")
        private Path file;

        @Override
        public Integer call() {
            String content = read();
            return network.ctl.answer(appliance -> appliance.post(NetworkCtl.PATH + "/profiles/import", Json.createObjectBuilder().add("file", content)
                    .add("passphrase", network.ctl.secret("Passphrase of " + file)).build()), answer -> network.ctl.say(table(answer)), NetworkTransfer::refused);
        }

        private String read() {
            try {
                if (Files.size(file) > LIMIT_BYTES) {
                    throw new CommandException(file + " is larger than 1 MiB: name the file that 'rushline ctl network export' wrote.");
                }
                return Files.readString(file, StandardCharsets.ISO_8859_1); // what it is, the appliance says
            } catch (IOException e) {
                throw new CommandException(file + " cannot be read (" + e + ").", e);
            }
        }
    }

    private static Table table(JsonStructure answer) {
        Table table = new Table().row("NAME", "OUTCOME", "WHY");
        for (JsonObject one : networks(answer)) {
            table.row(Text.string(one, "name"), Text.string(one, "outcome"), Text.string(one, "what") + Text.maybe(one, "todo", " %s"));
        }
        return table;
    }

    /** One that was left behind is a failure, one that was known is none. */
    private static Optional<String> refused(JsonStructure answer) {
        long refused = networks(answer).stream().filter(one -> one.getString("outcome").equals("REFUSED")).count();
        return refused == 0 ? Optional.empty() : Optional.of("Networks that could not be taken along: " + refused + " of " + networks(answer).size() + ".");
    }

    private static List<JsonObject> networks(JsonStructure answer) {
        return Text.objects(answer.asJsonObject(), "networks");
    }
}
