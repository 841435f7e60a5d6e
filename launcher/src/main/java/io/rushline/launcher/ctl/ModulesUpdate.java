package io.rushline.launcher.ctl;

import io.rushline.launcher.CommandException;
import io.rushline.launcher.Condition;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.osgi.framework.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ctl modules update}: what the repository has to offer. */
@Command(name = "update", description = "Updates modules from the repository, all that run or those that are named, as one set.")
final class ModulesUpdate implements Callable<Integer> {

    private static final String REPOSITORY = ModulesCtl.PATH + "/repository";
    private static final Duration MOST = Duration.ofDays(1);
    /** From the end of a download to its update. */
    private static final Duration HANDOVER = Duration.ofSeconds(15);

    @ParentCommand
    private ModulesCtl modules;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Symbolic names, also of modules that are new here.")
    private List<String> names = List.of();

    @Option(names = "--check", description = "Only list what there is.")
    private boolean check;

    @Mixin
    private WhenOption timing;

    private String told = "";
    private long idleSince;
    private long answeredAt;

    @Override
    public Integer call() {
        return modules.ctl.answer(this::update, this::show, answer -> UpdateText.failure(answer.asJsonObject()));
    }

    private JsonStructure update(Rest appliance) throws RestException {
        JsonObject repository = appliance.post(REPOSITORY + "/check", JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
        List<JsonObject> wanted = wanted(repository);
        if (check || wanted.isEmpty()) {
            return repository;
        }
        long before = newest(appliance.getObject(ModulesCtl.PATH + "/history?limit=1")).map(update -> Text.number(update, "id")).orElse(0L);
        JsonStructure begun = appliance.post(REPOSITORY + "/fetch", Json.createObjectBuilder()
                .add("ids", Json.createArrayBuilder(wanted.stream().map(offer -> Text.string(offer, "id")).toList())).add("when", timing.when).build());
        if (timing.noWait) {
            return begun;
        }
        idleSince = System.nanoTime();
        answeredAt = idleSince;
        return modules.watch().follow(Condition.await(MOST, () -> look(before), Optional::isPresent)
                .orElseThrow(() -> new CommandException("The download goes on without this command.")));
    }

    private List<JsonObject> wanted(JsonObject repository) {
        List<JsonObject> offers = Text.objects(repository, "offers");
        Set<String> unknown = new HashSet<>(names);
        offers.forEach(offer -> unknown.remove(offer.getString("name")));
        if (!unknown.isEmpty()) {
            throw new CommandException("The repository does not offer " + String.join(", ", unknown) + ". Look at 'modules update --check'.");
        }
        return offers.stream().filter(offer -> names.isEmpty() ? isUpdate(offer) : names.contains(offer.getString("name")))
                .filter(offer -> !Text.string(offer, "version").equals(Text.string(offer, "installed"))).toList();
    }

    private static boolean isUpdate(JsonObject offer) {
        String installed = Text.string(offer, "installed");
        return !installed.isEmpty() && Version.parseVersion(Text.string(offer, "version")).compareTo(Version.parseVersion(installed)) > 0;
    }

    /** The update that a download has become; empty as long as it comes. */
    private Optional<JsonObject> look(long before) throws RestException {
        Optional<Rest> appliance = modules.ctl.look();
        Optional<JsonObject> repository = appliance.isPresent() ? appliance.get().poll(REPOSITORY) : Optional.empty();
        if (repository.isEmpty()) {
            idleSince = System.nanoTime(); // it, or its part for repositories, starts anew, and goes on with what was begun
            if (idleSince - answeredAt > UpdateWatch.AWAY.toNanos()) {
                throw new CommandException("The appliance has not answered for " + UpdateWatch.AWAY.toSeconds() + " s; the download goes on without this command.");
            }
        } else {
            answeredAt = System.nanoTime();
        }
        if (appliance.isEmpty()) {
            return Optional.empty();
        }
        JsonObject download = repository.map(r -> Text.object(r, "download")).orElse(JsonValue.EMPTY_JSON_OBJECT);
        if (!download.isEmpty()) {
            idleSince = System.nanoTime();
            tell("downloading, " + Text.bytes(Text.number(download, "doneBytes")) + " of " + Text.bytes(Text.number(download, "totalBytes"))
                    + Text.maybe(repository.get(), "why", " (%s)"));
            return Optional.empty();
        }
        Optional<JsonObject> update = appliance.get().poll(ModulesCtl.PATH + "/history?limit=1").flatMap(ModulesUpdate::newest)
                .filter(newest -> Text.number(newest, "id") > before);
        if (update.isEmpty() && System.nanoTime() - idleSince > HANDOVER.toNanos()) {
            throw new CommandException("The download has ended without an update."
                    + repository.map(r -> Text.maybe(r, "why", " %s")).orElse("") + " Try again: what has come stays.");
        }
        return update;
    }

    private void tell(String words) {
        if (!words.equals(told)) {
            modules.ctl.step(words);
            told = words;
        }
    }

    private static Optional<JsonObject> newest(JsonObject history) {
        return Text.objects(history, "updates").stream().findFirst();
    }

    private void show(JsonStructure answer) {
        JsonObject document = answer.asJsonObject();
        if (!document.containsKey("offers")) {
            modules.ctl.say(UpdateText.line(document));
            return;
        }
        modules.ctl.say(Text.string(document, "channel") + Text.maybe(document, "place", " of %s") + Text.maybe(document, "why", " (%s)"));
        Table table = new Table();
        Text.objects(document, "offers").forEach(offer -> table.row(Text.string(offer, "name"), Text.string(offer, "version"),
                Text.string(offer, "installed").isEmpty() ? "new" : isUpdate(offer) ? "update of " + Text.string(offer, "installed") : "up to date",
                Text.bytes(Text.number(offer, "sizeBytes"))));
        modules.ctl.say(table);
        if (!check && Text.object(document, "download").isEmpty()) {
            modules.ctl.say("Nothing to update.");
        }
    }
}
