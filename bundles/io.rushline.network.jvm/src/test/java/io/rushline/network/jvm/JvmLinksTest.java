package io.rushline.network.jvm;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.Result.Status;
import org.junit.After;
import org.junit.Test;

/** The component's health: of its code, not of the network. */
public class JvmLinksTest {

    private static final long LATER = TimeUnit.SECONDS.toNanos(19);

    private final CountDownLatch looked = new CountDownLatch(2);
    private JvmLinks network;

    @After
    public void stop() {
        network.stop();
    }

    @Test
    public void linksThatAreLookedAtAreFineThoughTheyCannotBeRead() throws Exception {
        start(() -> {
            looked.countDown();
            throw new IOException("unreadable");
        });
        assertEquals(Status.OK, network.health().getStatus());
    }

    @Test
    public void aLookThatNeverEndsWellIsCritical() throws Exception {
        start(() -> {
            looked.countDown();
            throw new IllegalStateException("broken");
        });
        assertEquals(Status.CRITICAL, network.health(System.nanoTime() + LATER).getStatus());
        assertEquals("before it starts", Status.TEMPORARILY_UNAVAILABLE, new JvmLinksHealth().execute().getStatus());
    }

    @Test
    public void aThreadThatHasEndedIsCritical() throws Exception {
        start(() -> {
            looked.countDown();
            return List.of();
        });
        network.stop();
        assertEquals(Status.CRITICAL, network.health(System.nanoTime() + LATER).getStatus());
    }

    private void start(JvmLinks.Reader links) throws Exception {
        network = new JvmLinks((JvmLinks.Settings) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {JvmLinks.Settings.class},
                (proxy, method, none) -> 1), links);
        network.start();
        looked.await(10, TimeUnit.SECONDS);
    }
}
