package io.rushline.console.view;

import io.rushline.queue.api.Reason;

/** Why something is as it is ({@code Reason} in openapi.json). */
public record ReasonView(String code, String what, String todo) {

    static ReasonView of(Reason reason) {
        return new ReasonView(reason.code(), reason.what(), Texts.orNull(reason.todo()));
    }
}
