package io.rushline.ingest.recorder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.recorder.api.Recorder;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.hc.api.Result.Status;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.BundleContext;

public class RecorderIngestHealthTest {

    private final RecorderIngest ingest = new RecorderIngest((BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {BundleContext.class}, (proxy, method, none) -> null));

    @After
    public void stop() throws Exception {
        ingest.stop();
    }

    @Test
    public void lookingThatAlwaysFailsIsCriticalUntilItWorksAgain() {
        assertEquals(Status.OK, ingest.health().getStatus());
        Recorder broken = (Recorder) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Recorder.class}, (proxy, method, none) -> {
            if (method.getName().equals("hashCode")) {
                return 1;
            }
            throw new IllegalStateException("broken");
        });
        ingest.addRecorder(broken);
        await(Status.CRITICAL);
        ingest.removeRecorder(broken);
    }

    @Test
    public void aThreadThatHasEndedIsCritical() throws Exception {
        ingest.stop();
        assertEquals(Status.CRITICAL, ingest.health().getStatus());
        assertEquals("before it starts", Status.TEMPORARILY_UNAVAILABLE, new RecorderIngestHealth().execute().getStatus());
    }

    private void await(Status wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (ingest.health().getStatus() != wanted) {
            assertTrue("in time", System.nanoTime() < end);
            ingest.rescan();
            LockSupport.parkNanos(10_000_000);
        }
    }
}
