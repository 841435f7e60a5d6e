package io.rushline.launcher.ctl;

import io.rushline.launcher.CommandException;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Sends modules' files to an appliance, and takes back what was not there before. */
final class Staging {

    private static final String PATH = "/api/v1/modules/staged";

    private final Rest appliance;
    private final Set<String> before;

    Staging(Rest appliance) throws RestException {
        this.appliance = appliance;
        this.before = Text.objects(appliance.getObject(PATH), "modules").stream().map(module -> Text.string(module, "id"))
                .collect(Collectors.toSet());
    }

    static void check(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new CommandException(file + " is no file that can be read.");
        }
    }

    /** The module, checked by the appliance. */
    JsonObject send(Path file) throws RestException {
        return appliance.upload(PATH + "?name=" + URLEncoder.encode(file.getFileName().toString(), StandardCharsets.UTF_8), file).asJsonObject();
    }

    /** What waited before, somebody else still wants. */
    void takeBack(String id) throws RestException {
        if (!before.contains(id)) {
            appliance.delete(PATH + "/" + id);
        }
    }
}
