package io.rushline.console;

import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Trial;
import io.rushline.host.api.Verification;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A host that has a set on trial, and a damaged module. */
public final class FakeModuleHost {

    private FakeModuleHost() {
    }

    public static ModuleHost onTrialUntil(Instant deadline) {
        Trial trial = new Trial(2, new Plan(1, List.of(), List.of(), List.of()), deadline.minusSeconds(60), deadline);
        return (ModuleHost) Proxy.newProxyInstance(FakeModuleHost.class.getClassLoader(), new Class<?>[] {ModuleHost.class}, (proxy, method, args) -> {
            return switch (method.getName()) {
                case "trial" -> Optional.of(trial);
                case "verify" -> List.of(new Verification("a.b", "1.0.0", Optional.empty(), Optional.empty()),
                        new Verification("c.d", "1.1.0", Optional.of("CN=Vendor"), Optional.of("It was changed. Copy it again.")));
                default -> throw new UnsupportedOperationException(method.getName());
            };
        });
    }
}
