package io.rushline.console.view;

import io.rushline.host.api.ModuleException;
import io.rushline.queue.api.Reason;
import java.util.Locale;

/** Why something is as it is ({@code Reason} in openapi.json). */
public record ReasonView(String code, String what, String todo) {

    static ReasonView of(Reason reason) {
        return new ReasonView(reason.code(), reason.what(), Texts.orNull(reason.todo()));
    }

    /** NOT_TRUSTED gives {@code modules.not-trusted}. */
    public static ReasonView of(ModuleException.Code code) {
        return new ReasonView("modules." + code.name().toLowerCase(Locale.ROOT).replace('_', '-'), code.what, Texts.orNull(code.todo));
    }
}
