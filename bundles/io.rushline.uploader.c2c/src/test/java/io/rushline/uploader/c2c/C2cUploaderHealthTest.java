package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.queue.api.UploadQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.hc.api.Result.Status;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The component's health, with a loop that is stuck or always fails. */
public class C2cUploaderHealthTest {

    private static final long LATER = TimeUnit.SECONDS.toNanos(16);

    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final C2cUploader uploader = new C2cUploader(Fake.of(BundleContext.class, (method, arguments) -> Fake.of(ServiceRegistration.class, (m, a) -> null)),
            Fake.of(C2cUploader.Settings.class, (method, none) -> C2cUploader.Settings.class.getMethod(method).getDefaultValue()),
            Fake.of(ConfigurationAdmin.class, (method, arguments) -> Fake.of(Configuration.class, (m, a) -> null)));

    @After
    public void stop() {
        release.countDown();
        uploader.stop();
    }

    @Test
    public void aLoopThatIsStuckIsCritical() throws Exception {
        assertEquals(Status.OK, uploader.health().getStatus());
        bindAllWith(Fake.of(UploadQueue.class, (method, arguments) -> {
            stuck.countDown();
            release.await();
            throw new IllegalStateException("let go");
        }));
        assertTrue(stuck.await(10, TimeUnit.SECONDS));
        assertEquals(Status.CRITICAL, uploader.health(System.nanoTime() + LATER).getStatus());
        C2cUploaderHealth check = new C2cUploaderHealth();
        assertEquals("before it starts", Status.TEMPORARILY_UNAVAILABLE, check.execute().getStatus());
        check.own = uploader;
        assertEquals(Status.OK, check.execute().getStatus());
    }

    @Test
    public void aLoopThatFailsAgainAndAgainIsCriticalUntilItDoesNot() {
        UploadQueue broken = Fake.of(UploadQueue.class, (method, arguments) -> {
            throw new IllegalStateException("broken");
        });
        bindAllWith(broken);
        await(Status.CRITICAL);
        uploader.unbindQueue(broken);
        await(Status.OK);
    }

    private void bindAllWith(UploadQueue queue) {
        uploader.bindConnector(Fake.of(Connector.class, (method, arguments) -> null));
        uploader.bindCloud(Fake.of(CloudClient.class, (method, arguments) -> null));
        for (int i = 0; i < 4; i++) {
            uploader.bindQueue(queue);
        }
    }

    private void await(Status wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (uploader.health().getStatus() != wanted) {
            assertTrue("in time", System.nanoTime() < end);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
