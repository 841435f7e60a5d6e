package io.rushline.console;

import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Trial;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A host that has a set on trial. */
public final class FakeModuleHost {

    private FakeModuleHost() {
    }

    public static ModuleHost onTrialUntil(Instant deadline) {
        Trial trial = new Trial(2, new Plan(1, List.of(), List.of(), List.of()), deadline.minusSeconds(60), deadline);
        return (ModuleHost) Proxy.newProxyInstance(FakeModuleHost.class.getClassLoader(), new Class<?>[] {ModuleHost.class}, (proxy, method, args) -> {
            if (!method.getName().equals("trial")) {
                throw new UnsupportedOperationException(method.getName());
            }
            return Optional.of(trial);
        });
    }
}
