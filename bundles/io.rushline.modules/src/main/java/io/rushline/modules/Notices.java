package io.rushline.modules;

import io.rushline.host.api.ModuleHost;
import io.rushline.modules.api.Update.State;
import io.rushline.status.api.Warning;
import io.rushline.status.api.Warning.Severity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Shows people what they should know of the modules, as long as it holds. Any thread. */
final class Notices implements AutoCloseable {

    private static final Duration ROLLED_BACK = Duration.ofDays(7);

    /** A warning that is shown. */
    private record Shown(Warning warning, Runnable hide) {
    }

    private final ModuleHost host;
    private final Ledger ledger;
    private final Time time;
    private final Function<Warning, Runnable> shower;
    private final Map<String, Shown> shown = new HashMap<>();
    private boolean closed;

    /** @param shower shows a warning; what it returns hides it again */
    Notices(ModuleHost host, Ledger ledger, Time time, Function<Warning, Runnable> shower) {
        this.host = host;
        this.ledger = ledger;
        this.time = time;
        this.shower = shower;
    }

    synchronized void look() {
        if (closed) {
            return;
        }
        show("modules.safe-mode", Severity.WARNING, host.safeMode().map(why -> "The last known good set of modules runs instead of the present one. " + why),
                "Look at the modules' history, and install a good version of the one that was changed last.");
        Optional<Row> settling = ledger.current().filter(row -> row.state() == State.SETTLING);
        show("modules.on-trial", Severity.INFO, settling.map(row -> "New modules are on trial: " + Requests.text(row.changes()) + "."), "");
        Optional<Row> bad = ledger.lastTried()
                .filter(row -> row.state() == State.ROLLED_BACK && row.endedAt().filter(at -> at.plus(ROLLED_BACK).isAfter(time.now())).isPresent());
        show("modules.rolled-back", Severity.WARNING, bad.map(row -> "An update was rolled back (" + Requests.text(row.changes()) + "): " + row.why().map(why -> why.what).orElse("")
                + (row.detail().isEmpty() ? "" : " " + row.detail())), bad.flatMap(Row::why).map(why -> why.todo).orElse(""));
    }

    /** @param what empty: it does not hold */
    private void show(String code, Severity severity, Optional<String> what, String todo) {
        Shown before = shown.get(code);
        if (before != null && what.filter(before.warning().what()::equals).isEmpty()) {
            shown.remove(code).hide().run();
        }
        if (what.isPresent() && !shown.containsKey(code)) {
            Warning warning = new Warning(code, severity, what.get(), todo, time.now());
            shown.put(code, new Shown(warning, shower.apply(warning)));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        shown.values().forEach(each -> each.hide().run());
        shown.clear();
    }
}
