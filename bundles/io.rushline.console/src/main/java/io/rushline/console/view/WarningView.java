package io.rushline.console.view;

import io.rushline.status.api.Warning;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Something a person should know now ({@code Warning} in openapi.json). */
public record WarningView(String code, Warning.Severity severity, String what, String todo, Instant since) {

    private static final Comparator<Warning> MOST_URGENT_FIRST = Comparator.comparing(Warning::severity).thenComparing(Warning::since).reversed()
            .thenComparing(Warning::code);

    public static List<WarningView> of(List<Warning> warnings) {
        return warnings.stream().sorted(MOST_URGENT_FIRST)
                .map(w -> new WarningView(w.code(), w.severity(), w.what(), Texts.orNull(w.todo()), w.since())).toList();
    }
}
