package io.rushline.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Runs the simulated cloud as long as the bundle is active. */
@Component(service = {}, immediate = true, configurationPid = "io.rushline.simulator")
@Designate(ocd = Settings.class)
public final class Simulator {

    private final Cloud cloud;

    @Activate
    public Simulator(BundleContext context, Settings settings) throws IOException {
        String home = context.getProperty("rushline.home");
        if (home == null) {
            throw new IllegalStateException("The framework property rushline.home is not set: the simulator has no place for its files");
        }
        cloud = Cloud.open(Config.of(Path.of(home).toAbsolutePath(), settings), Clock.systemUTC(), new SecureRandom());
    }

    @Deactivate
    void stop() {
        cloud.close();
    }
}
