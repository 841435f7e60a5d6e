package io.rushline.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import java.util.Map;
import org.junit.Test;
import picocli.CommandLine.Model.OptionSpec;

public class EnvironmentDefaultsTest {

    private static String of(String option, Class<?> type, Map<String, String> environment) {
        return new EnvironmentDefaults(environment).defaultValue(OptionSpec.builder(option).type(type).build());
    }

    @Test
    public void anOptionThatWasNotGivenComesFromTheEnvironment() {
        assertEquals("/srv", of("--home", String.class, Map.of("RUSHLINE_HOME", "/srv")));
        assertNull(of("--home", String.class, Map.of()));
        assertNull("empty is as good as not there", of("--home", String.class, Map.of("RUSHLINE_HOME", " ")));
    }

    @Test
    public void switchesDoNot() {
        assertNull(of("--version", boolean.class, Map.of("RUSHLINE_VERSION", "1.0.0")));
        assertNull(of("--all", boolean.class, Map.of("RUSHLINE_ALL", "true")));
    }
}
