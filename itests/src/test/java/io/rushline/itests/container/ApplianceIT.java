package io.rushline.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.Connector;
import io.rushline.itests.support.Await;
import io.rushline.queue.api.UploadQueue;
import io.rushline.uploader.api.Uploader;
import io.rushline.uploader.api.UploaderStatus;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** The appliance as it ships, from inside. */
public class ApplianceIT extends DistributionTest {

    @Test
    public void everyBundleIsActive() {
        List<String> idle = Arrays.stream(context.getBundles())
                .filter(b -> (b.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) == 0)
                .filter(b -> (b.getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0)
                .map(Bundle::getSymbolicName).toList();
        assertEquals(List.of(), idle);
    }

    @Test
    public void everyComponentOfOursHasWhatItNeeds() {
        ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
        Await.until("all components are satisfied", LIMIT, () -> unsatisfied(runtime), List::isEmpty);
    }

    private static List<String> unsatisfied(ServiceComponentRuntime runtime) {
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(d -> d.bundle.symbolicName.startsWith("io.rushline."))
                .flatMap(d -> runtime.getComponentConfigurationDTOs(d).stream())
                .filter(c -> (c.state & (ComponentConfigurationDTO.ACTIVE | ComponentConfigurationDTO.SATISFIED)) == 0)
                .filter(c -> !onlyWaitsForTheLauncher(c))
                .map(c -> c.description.name + Arrays.stream(c.unsatisfiedReferences).map(r -> " lacks " + r.name).toList() + " " + c.failure)
                .toList();
    }

    /** Pax Exam starts the framework, not the launcher, which offers the {@code ModuleHost}. */
    private static boolean onlyWaitsForTheLauncher(ComponentConfigurationDTO component) {
        return Arrays.stream(component.unsatisfiedReferences).map(r -> r.name).toList().equals(List.of("host"))
                && component.description.bundle.symbolicName.equals("io.rushline.modules");
    }

    @Test
    public void theContractsAreOffered() throws Exception {
        assertEquals(0, service(UploadQueue.class).summary().remainingBytes());
        Await.until("it says what it waits for", LIMIT, () -> service(Uploader.class).status(),
                uploader -> uploader.activity() == UploaderStatus.Activity.WAITING && uploader.why().isPresent());
        assertTrue(service(Connector.class).connection().projectId().isEmpty());
    }
}
