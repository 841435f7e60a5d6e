package io.rushline.console.view;

import io.rushline.host.api.Plan;

/**
 * What becomes of one module ({@code ModuleChange} in openapi.json).
 *
 * @param from null: it is new
 * @param to   null: it goes
 */
public record ChangeView(String module, String from, String to) {

    static ChangeView of(Plan.Change change) {
        return new ChangeView(change.module(), change.from().orElse(null), change.to().orElse(null));
    }
}
