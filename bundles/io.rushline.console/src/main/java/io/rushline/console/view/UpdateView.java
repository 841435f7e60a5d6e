package io.rushline.console.view;

import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.Trial;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.When;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A change of modules, going on or in the history ({@code ModuleUpdate} in openapi.json).
 *
 * @param when      as it is asked for: {@code now}, {@code idle} or a time
 * @param decidedBy while it is on trial: when it goes back by itself at the latest
 */
public record UpdateView(long id, Update.State state, List<ChangeView> changes, ActorView by, Instant askedAt, String when, Instant endedAt,
        Instant decidedBy, ReasonView why, String detail) {

    /** Who asked. */
    public record ActorView(Actor.Via via, String name) {
    }

    /** @param host where the update may be on trial */
    public static UpdateView of(Update update, Optional<ModuleHost> host) {
        boolean onTrial = update.state() == Update.State.SWITCHING || update.state() == Update.State.SETTLING;
        return new UpdateView(update.id(), update.state(), update.changes().stream().map(ChangeView::of).toList(),
                new ActorView(update.by().via(), update.by().name()), update.askedAt(), when(update.when()), update.endedAt().orElse(null),
                onTrial ? host.flatMap(ModuleHost::trial).map(Trial::deadline).orElse(null) : null,
                update.why().map(ReasonView::of).orElse(null), Texts.orNull(update.detail()));
    }

    private static String when(When when) {
        return when.at().map(Instant::toString).orElseGet(() -> when.kind().name().toLowerCase(Locale.ROOT));
    }
}
