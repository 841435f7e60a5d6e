package io.rushline.launcher;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes the value of an option that was not given from the environment: {@code --home} from {@code RUSHLINE_HOME}. */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        // A switch (--all, --exit) is meant for one call only, and RUSHLINE_VERSION is often somebody else's.
        if (!(argument instanceof OptionSpec option) || !option.longestName().startsWith("--") || option.arity().max() == 0) {
            return null;
        }
        String name = option.longestName().substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
        String value = environment.get("RUSHLINE_" + name);
        return value == null || value.isBlank() ? null : value;
    }
}
