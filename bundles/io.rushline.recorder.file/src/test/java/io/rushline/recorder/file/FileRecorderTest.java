package io.rushline.recorder.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.recorder.api.RecorderListener;
import io.rushline.recorder.api.Recording;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.BundleContext;

public class FileRecorderTest {

    private static final Duration SOME_LOOKS = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Path folder;
    private FileRecorder recorder;

    @Before
    public void start() throws Exception {
        folder = home.newFolder("capture").toPath();
        BundleContext context = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> method.getName().equals("getProperty") ? home.getRoot().getPath() : null);
        recorder = new FileRecorder(settings(), context, Map.of("service.pid", FileRecorder.PID + "~sdi1"));
        assertTrue("it has looked", within(LIMIT, () -> Files.exists(home.getRoot().toPath().resolve("recorder.file/sdi1.properties"))));
    }

    @After
    public void stop() throws Exception {
        recorder.stop();
    }

    @Test
    public void whatIsRecordedWhileNobodyListensIsToldToWhoeverComes() throws Exception {
        Path take = Files.write(folder.resolve("A001.mov"), new byte[100]);
        assertTrue("nothing is told to nobody", !within(SOME_LOOKS, () -> recorder.status().recording().isPresent()));
        recorder.addListener(listener());
        assertTrue(told.toString(), within(LIMIT, () -> told.size() >= 2));
        assertEquals(List.of("started " + take, "stopped " + take), told);
    }

    private static boolean within(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(10_000_000);
        }
        return true;
    }

    private RecorderListener listener() {
        return new RecorderListener() {
            @Override
            public void started(Recording recording) {
                told.add("started " + recording.file());
            }

            @Override
            public void stopped(Recording recording) {
                told.add("stopped " + recording.file());
            }

            @Override
            public void discarded(Recording recording) {
                told.add("discarded " + recording.file());
            }
        };
    }

    private static FileRecorder.Settings settings() {
        return new FileRecorder.Settings() {
            @Override
            public String folder() {
                return "capture";
            }

            @Override
            public String name() {
                return "";
            }

            @Override
            public int channel() {
                return 0;
            }

            @Override
            public String files() {
                return "*.mov";
            }

            @Override
            public String triggerFile() {
                return "";
            }

            @Override
            public int quietSeconds() {
                return 1;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return FileRecorder.Settings.class;
            }
        };
    }
}
