package io.rushline.modules;

import io.rushline.modules.Finding.Weight;
import io.rushline.modules.Picture.Check;
import io.rushline.modules.Picture.Grade;
import io.rushline.modules.Picture.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says what is worse after the switch than before it; what was as bad before does not count. */
final class Comparison {

    private final Picture before;
    private final Map<String, Check> checksBefore;

    Comparison(Picture before) {
        this.before = before;
        this.checksBefore = before.checks().stream().collect(Collectors.toMap(Check::name, Function.identity(), (one, other) -> one.grade().compareTo(other.grade()) > 0 ? one : other));
    }

    /**
     * @param expected symbolic names of the update's bundles that have to run now
     * @param touched  those of all bundles that the update changes, also of those that it takes away
     */
    List<Finding> findings(Picture now, Set<String> expected, Set<String> touched) {
        List<Finding> findings = new ArrayList<>();
        for (String name : new TreeSet<>(expected)) {
            bundle(name, now.bundles().get(name), findings);
        }
        if (now.checked()) {
            checks(now, touched, findings);
        } else if (before.checked()) {
            findings.add(new Finding(Weight.AWAY, "health checks", "they cannot be asked any more"));
        }
        return findings;
    }

    private void bundle(String name, Part now, List<Finding> findings) {
        if (now == null || !now.runs()) {
            findings.add(new Finding(Weight.MISSING, "bundle " + name, now == null ? "it is not there" : "it is " + now.state()));
            return;
        }
        Part then = before.bundles().get(name);
        if (then == null) {
            return;
        }
        for (String component : new TreeSet<>(then.works())) {
            if (now.lacks().contains(component) && !now.works().contains(component)) { // one that is gone altogether was renamed
                findings.add(new Finding(Weight.MISSING, "component " + component, "it does not get what it needs, or fails to start, in the new version of " + name));
            }
        }
        for (String service : new TreeSet<>(then.services())) {
            if (!now.services().contains(service)) {
                findings.add(new Finding(Weight.MISSING, "service " + service, "the new version of " + name + " does not offer it"));
            }
        }
    }

    private void checks(Picture now, Set<String> touched, List<Finding> findings) {
        for (Check check : now.checks()) {
            Grade then = Optional.ofNullable(checksBefore.get(check.name())).map(Check::grade).orElse(Grade.GOOD);
            if (check.grade().compareTo(then) > 0) {
                findings.add(new Finding(check.grade() == Grade.BAD ? Weight.BAD : Weight.NOT_YET, "health check " + check.name(), check.message()));
            }
        }
        Set<String> names = now.checks().stream().map(Check::name).collect(Collectors.toSet());
        for (Check check : checksBefore.values()) {
            if (check.grade() == Grade.GOOD && !names.contains(check.name()) && !touched.contains(check.bundle())) { // a new version may have other checks
                findings.add(new Finding(Weight.MISSING, "health check " + check.name(), check.bundle() + " does not offer it any more"));
            }
        }
    }
}
