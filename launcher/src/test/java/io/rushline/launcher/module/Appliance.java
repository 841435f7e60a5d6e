package io.rushline.launcher.module;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Trial;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

/** A real framework with bundles that tests made, and the live modules in it. */
final class Appliance {

    static final Duration SOON = Duration.ofSeconds(20);

    final Jars jars;
    final Memory disk = new Memory();
    final Framework framework;
    final CompletableFuture<Integer> halted = new CompletableFuture<>();
    final AtomicInteger stamped = new AtomicInteger();
    /** {@code symbolic-name version STARTED|STOPPED}, in order. */
    final List<String> events = new CopyOnWriteArrayList<>();
    LiveModules live;

    Appliance(Path folder) throws BundleException {
        jars = new Jars(folder);
        Map<String, String> properties = new HashMap<>(Jars.levels());
        properties.put("org.osgi.framework.storage", folder.resolve("cache").toString());
        framework = new FrameworkFactory().newFramework(properties);
        framework.init();
    }

    Appliance ships(LiveModules.Shipped... shipped) throws BundleException {
        return ships(Terms.ORDINARY.call(), shipped);
    }

    Appliance ships(Duration call, LiveModules.Shipped... shipped) throws BundleException {
        for (LiveModules.Shipped one : shipped) {
            Bundle bundle = framework.getBundleContext().installBundle(one.location());
            bundle.adapt(BundleStartLevel.class).setStartLevel(one.startLevel());
            if (bundle.getHeaders("").get("Fragment-Host") == null) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
        framework.start();
        framework.getBundleContext().addBundleListener((SynchronousBundleListener) event -> {
            if ((event.getType() & (BundleEvent.STARTED | BundleEvent.STOPPED)) != 0) {
                events.add(Part.identity(event.getBundle()) + (event.getType() == BundleEvent.STARTED ? " STARTED" : " STOPPED"));
            }
        });
        Terms terms = new Terms(call, Duration.ofSeconds(3), Duration.ofSeconds(5), Clock.systemUTC(), halted::complete);
        live = new LiveModules(framework, disk, disk, List.of(shipped), Optional.empty(), stamped::incrementAndGet, terms);
        framework.getBundleContext().registerService(ModuleHost.class, live, null);
        return this;
    }

    Plan plan(ModuleFile... modules) throws ModuleException {
        return plan(Set.of(), modules);
    }

    Plan plan(Set<Allow> allowed, ModuleFile... modules) throws ModuleException {
        for (ModuleFile module : modules) {
            disk.files.put(module.sha256(), module);
        }
        return live.plan(Stream.of(modules).map(m -> new CheckedModule(m.sha256(), m.name(), "", "", 1, List.of())).toList(), allowed);
    }

    Trial begin(ModuleFile... modules) throws ModuleException {
        return live.begin(plan(modules), Duration.ofMinutes(1));
    }

    void install(ModuleFile... modules) throws ModuleException {
        live.commit(begin(modules));
    }

    /** {@code symbolic-name version} of what runs, sorted. */
    List<String> running() {
        return Arrays.stream(framework.getBundleContext().getBundles()).filter(b -> b.getBundleId() != 0 && b.getState() == Bundle.ACTIVE).map(Part::identity)
                .sorted().toList();
    }

    List<String> installed() {
        return Arrays.stream(framework.getBundleContext().getBundles()).filter(b -> b.getBundleId() != 0).map(Part::identity).sorted().toList();
    }

    List<String> services() {
        try {
            ServiceReference<?>[] all = framework.getBundleContext().getAllServiceReferences(Function.class.getName(), null);
            return Stream.of(all == null ? new ServiceReference<?>[0] : all).map(s -> s.getProperty("bundle") + " " + s.getProperty("version")).sorted()
                    .collect(Collectors.toList());
        } catch (org.osgi.framework.InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    void close() throws Exception {
        if (live != null) {
            live.close();
        }
        framework.stop();
        framework.waitForStop(TimeUnit.SECONDS.toMillis(10));
    }
}
