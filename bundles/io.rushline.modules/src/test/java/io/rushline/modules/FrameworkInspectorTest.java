package io.rushline.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.modules.Picture.Check;
import io.rushline.modules.Picture.Grade;
import io.rushline.modules.Picture.Part;
import io.rushline.status.api.Warning;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Date;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

public class FrameworkInspectorTest {

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();
    private Framework framework;
    private ServiceComponentRuntime components;
    private HealthCheckExecutor executor;

    @Before
    public void start() throws BundleException {
        framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, temporary.getRoot().getPath(), Constants.FRAMEWORK_BUNDLE_PARENT, "framework"));
        framework.start();
    }

    @After
    public void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private Bundle install(String name, String version, String header, String value) throws IOException, BundleException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        main.putValue(header, value);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        return framework.getBundleContext().installBundle("test:" + name + version, new ByteArrayInputStream(bytes.toByteArray()));
    }

    private Picture look(String... names) {
        return new FrameworkInspector(framework.getBundleContext(), () -> components, () -> executor).look(Set.of(names));
    }

    @Test
    public void ofSeveralVersionsTheOneThatRunsIsLookedAt() throws Exception {
        install("queue", "1.0.0", "X", "x");
        Bundle runs = install("queue", "1.1.0", "X", "x");
        install("queue", "1.2.0", "X", "x");
        assertFalse(look("queue").bundles().get("queue").runs());
        runs.start();
        assertTrue(look("queue").bundles().get("queue").runs());
        assertEquals(Set.of("queue"), look("queue", "none").bundles().keySet());
    }

    @Test
    public void fragmentsAndLazyBundlesRunWithoutBeingActive() throws Exception {
        Bundle host = install("host", "1.0.0", "X", "x");
        install("part", "1.0.0", "Fragment-Host", "host");
        Bundle lazy = install("lazy", "1.0.0", "Bundle-ActivationPolicy", "lazy");
        host.start();
        lazy.start(Bundle.START_ACTIVATION_POLICY);
        assertEquals(Bundle.STARTING, lazy.getState());
        assertTrue(look("part").bundles().get("part").runs());
        assertTrue(look("lazy").bundles().get("lazy").runs());
    }

    @Test
    public void componentsAndServicesAreLookedAtButNotWarnings() throws Exception {
        Bundle bundle = install("queue", "1.0.0", "X", "x");
        bundle.start();
        bundle.getBundleContext().registerService(new String[] {Runnable.class.getName(), Thread.class.getName()}, new Thread(), null);
        bundle.getBundleContext().registerService(Warning.class.getName(), new Warning("code", Warning.Severity.INFO, "", "", Instant.EPOCH), null);
        components = runtime(Map.of("works", ComponentConfigurationDTO.SATISFIED, "active", ComponentConfigurationDTO.ACTIVE, "lacks",
                ComponentConfigurationDTO.UNSATISFIED_REFERENCE, "fails", ComponentConfigurationDTO.FAILED_ACTIVATION));
        Part part = look("queue").bundles().get("queue");
        assertEquals(Set.of(Runnable.class.getName(), Thread.class.getName()), part.services());
        assertEquals(Set.of("works", "active"), part.works());
        assertEquals(Set.of("lacks", "fails"), part.lacks());
    }

    private static ServiceComponentRuntime runtime(Map<String, Integer> states) {
        return (ServiceComponentRuntime) Proxy.newProxyInstance(FrameworkInspectorTest.class.getClassLoader(), new Class<?>[] {ServiceComponentRuntime.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getComponentDescriptionDTOs" -> states.keySet().stream().map(name -> {
                        ComponentDescriptionDTO component = new ComponentDescriptionDTO();
                        component.name = name;
                        return component;
                    }).toList();
                    case "getComponentConfigurationDTOs" -> {
                        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
                        configuration.state = states.get(((ComponentDescriptionDTO) arguments[0]).name);
                        yield List.of(configuration);
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Answers for the checks that are registered, by their names. */
    private final class Executor implements HealthCheckExecutor {

        private final Map<String, Result> results;
        private final boolean late;

        Executor(Map<String, Result> results, boolean late) {
            this.results = results;
            this.late = late;
        }

        @Override
        public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector, HealthCheckExecutionOptions options) {
            assertEquals(List.of("rushline"), List.of(selector.tags()));
            assertEquals(3000, options.getOverrideGlobalTimeout());
            return results.entrySet().stream().map(each -> result(each.getKey(), each.getValue())).toList();
        }

        private HealthCheckExecutionResult result(String name, Result result) {
            Dictionary<String, Object> properties = new Hashtable<>(Map.of(HealthCheck.NAME, name));
            HealthCheck none = () -> result;
            ServiceReference<?> check = framework.getBundleContext().registerService(HealthCheck.class, none, properties).getReference();
            return (HealthCheckExecutionResult) Proxy.newProxyInstance(FrameworkInspectorTest.class.getClassLoader(), new Class<?>[] {HealthCheckExecutionResult.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "getHealthCheckResult" -> result;
                        case "hasTimedOut" -> late;
                        case "getHealthCheckMetadata" -> new HealthCheckMetadata(check);
                        case "getFinishedAt" -> new Date();
                        default -> 0L;
                    });
        }
    }

    private Check only(Result result, boolean late) {
        executor = new Executor(Map.of("queue", result), late);
        Picture picture = look();
        assertTrue(picture.checked());
        return picture.checks().get(0);
    }

    @Test
    public void whatHealthChecksSayIsGraded() {
        assertFalse("there are none to ask", look().checked());
        assertEquals(new Check("queue", framework.getSymbolicName(), Grade.GOOD, ""), only(new Result(Result.Status.OK, "fine"), false));
        assertEquals(Grade.GOOD, only(new Result(Result.Status.WARN, "so so"), false).grade());
        assertEquals(Grade.NOT_YET, only(new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "comes"), false).grade());
        assertEquals(new Check("queue", framework.getSymbolicName(), Grade.BAD, "broken"), only(new Result(Result.Status.CRITICAL, "broken"), false));
        assertEquals(Grade.BAD, only(new Result(Result.Status.HEALTH_CHECK_ERROR, "threw"), false).grade());
    }

    @Test
    public void aCheckThatDoesNotAnswerIsBadWhateverIsSaidForIt() {
        assertEquals(new Check("queue", framework.getSymbolicName(), Grade.BAD, "it did not answer within 3 s"), only(new Result(Result.Status.WARN, "Timeout"), true));
    }

    @Test
    public void anExecutorThatFailsIsBad() {
        executor = (HealthCheckExecutor) Proxy.newProxyInstance(FrameworkInspectorTest.class.getClassLoader(), new Class<?>[] {HealthCheckExecutor.class},
                (proxy, method, arguments) -> {
                    throw new IllegalStateException("stopped");
                });
        assertEquals(Grade.BAD, look().checks().get(0).grade());
    }
}
