package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.ingest.api.IngestStatus;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.felix.hc.api.Result.Status;
import org.junit.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The component of a watched folder and its settings. */
public class FolderIngestTest {

    private static FolderSettings check(Object... namesAndValues) {
        return FolderIngest.check(settings(namesAndValues), "/var/lib/rushline");
    }

    private static FolderIngest.Settings settings(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return (FolderIngest.Settings) Proxy.newProxyInstance(FolderIngestTest.class.getClassLoader(),
                new Class<?>[] {FolderIngest.Settings.class}, (proxy, method, none) ->
                        values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private static String refusal(Object... namesAndValues) {
        return assertThrows(IllegalArgumentException.class, () -> check(namesAndValues)).getMessage();
    }

    @Test
    public void theComponentWatchesWarnsAndEnds() throws Exception {
        Map<Object, Boolean> warnings = new ConcurrentHashMap<>();
        BundleContext context = fake(BundleContext.class, (method, arguments) -> {
            if (method.equals("registerService")) {
                warnings.put(arguments[1], true);
                return fake(ServiceRegistration.class, (unregister, none) -> warnings.remove(arguments[1]));
            }
            return method.equals("getProperty") ? "/var/lib/rushline" : null;
        });
        try (TestFolder test = new TestFolder()) {
            Files.delete(test.folder);
            FolderIngest ingest = new FolderIngest(settings("folder", test.folder.toString(), "stableSeconds", 1), context, TestDatabase.SHARED);
            ingest.setQueue(test.queue.service());
            TestFolder.await("a warning", () -> warnings.size() == 1 && ingest.status().state() == IngestStatus.State.AWAY);
            test.write("A001.mov", "1");
            TestFolder.await("the clip", () -> test.queue.names().equals(List.of("A001.mov")) && warnings.isEmpty());
            Files.move(test.folder, test.base.resolve("elsewhere"));
            ingest.rescan();
            TestFolder.await("a warning", () -> warnings.size() == 1);
            assertEquals(Status.OK, health(ingest));
            ingest.stop();
            TestFolder.await("nobody watches", () -> health(ingest) == Status.CRITICAL);
            assertTrue(warnings.isEmpty());
        }
    }

    @Test
    public void watchingThatAlwaysFailsIsCriticalUnlessTheDiskOrDatabaseIsToBlame() throws Exception {
        BundleContext context = fake(BundleContext.class, (method, arguments) -> method.equals("getProperty") ? "/var/lib/rushline"
                : fake(ServiceRegistration.class, (unregister, none) -> null));
        for (Exception failure : List.of(new IllegalStateException("broken"), new SQLException("no such table", "42X05"), new SQLException("full", "25502"))) {
            CountDownLatch failed = new CountDownLatch(4); // by the last of them, three were counted
            try (TestFolder test = new TestFolder()) {
                FolderIngest ingest = new FolderIngest(settings("folder", test.folder.toString()), context, fake(DataSource.class, (method, arguments) -> {
                    failed.countDown();
                    throw failure;
                }));
                boolean ours = !"25502".equals(failure instanceof SQLException sql ? sql.getSQLState() : "");
                assertTrue(failed.await(60, TimeUnit.SECONDS));
                assertEquals(failure.toString(), ours ? Status.CRITICAL : Status.OK, health(ingest));
                ingest.stop();
            }
        }
    }

    private static Status health(FolderIngest ingest) {
        FolderIngestHealth check = new FolderIngestHealth();
        check.folders = List.of(ingest);
        return check.execute().getStatus();
    }

    private interface Answer {
        Object to(String method, Object[] arguments) throws Exception;
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(FolderIngestTest.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    @Test
    public void aFolderIsAbsoluteOrBelowTheHome() {
        assertEquals(Path.of("/mnt/card"), check("folder", "/mnt/card/").folder());
        assertEquals(Path.of("/var/lib/rushline/clips"), check("folder", "clips").folder());
        assertEquals("folder clips", check("folder", "clips").source());
        assertEquals("folder /", FolderSettings.sourceOf(Path.of("/")));
    }

    @Test
    public void badSettingsAreRefusedByName() {
        assertTrue(refusal().startsWith("folder is missing"));
        assertTrue(refusal("folder", "a\0b").startsWith("folder is no path"));
        assertTrue(refusal("folder", "/var/lib").contains("home"));
        assertTrue(refusal("folder", "..").contains("home"));
        assertTrue(refusal("folder", "clips", "stableSeconds", 0).contains("stableSeconds"));
        assertTrue(refusal("folder", "clips", "rescanSeconds", -1).contains("rescanSeconds"));
        assertTrue(refusal("folder", "clips", "channel", -1).contains("channel"));
        assertTrue(refusal("folder", "clips", "ignore", new String[] {"["}).contains("ignore"));
    }
}
