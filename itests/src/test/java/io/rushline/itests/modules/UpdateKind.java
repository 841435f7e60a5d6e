package io.rushline.itests.modules;

import io.rushline.itests.support.Fault;
import io.rushline.itests.support.ModuleMaker;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an update of {@link UpdatePowerCutIT} is about. */
enum UpdateKind {

    NETWORK_AND_MEDIA("io.rushline.network.jvm", "io.rushline.media"),
    UPLOADER_AND_QUEUE("io.rushline.uploader.c2c", "io.rushline.queue.derby"),
    /** Goes back by itself: one of the two is never well. */
    SICK("io.rushline.network.jvm", "com.example.sick"),
    CONSOLE_AND_MODULES("io.rushline.console", "io.rushline.modules"),
    /** A person goes back to the set before. */
    BACK;

    private final List<String> names;

    UpdateKind(String... names) {
        this.names = List.of(names);
    }

    static UpdateKind ofRound(int round) {
        return values()[(round - 1) % values().length];
    }

    /** The next versions, by name; none where nothing is installed. */
    Map<String, Path> files(ModuleMaker maker, int number) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String name : names) {
            ModuleMaker.Draft next = name.equals("com.example.sick") ? maker.bundle(name, version(number)).with(Fault.UNHEALTHY) : maker.next(name, version(number));
            files.put(name, next.signed());
        }
        return files;
    }

    private static String version(int number) {
        return "1." + number + ".0";
    }
}
