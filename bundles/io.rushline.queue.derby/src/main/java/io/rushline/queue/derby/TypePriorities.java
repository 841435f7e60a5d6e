package io.rushline.queue.derby;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the name of a file adds to its clip's priority: the first pattern that fits counts. */
final class TypePriorities {

    private record Rule(Pattern name, int priority) {
    }

    private final List<Rule> rules = new ArrayList<>();

    /**
     * @param settings each as {@code *.wav=5}: {@code *} stands for any characters, {@code ?} for one, in any case
     * @throws IllegalArgumentException where one is not
     */
    TypePriorities(String... settings) {
        for (String setting : settings) {
            int equals = setting.lastIndexOf('=');
            try {
                rules.add(new Rule(pattern(setting.substring(0, equals).strip()), Integer.parseInt(setting.substring(equals + 1).strip())));
            } catch (IndexOutOfBoundsException | NumberFormatException wrong) {
                throw new IllegalArgumentException("typePriorities must be like *.wav=5, not " + setting, wrong);
            }
        }
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        glob.chars().forEach(each -> regex.append(each == '*' ? ".*" : each == '?' ? "." : Pattern.quote(Character.toString(each))));
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    int of(String name) {
        return rules.stream().filter(rule -> rule.name().matcher(name).matches()).mapToInt(Rule::priority).findFirst().orElse(0);
    }
}
