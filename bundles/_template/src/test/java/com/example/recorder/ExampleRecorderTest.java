package com.example.recorder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.recorder.api.RecorderListener;
import io.rushline.recorder.api.Recording;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.Test;

public class ExampleRecorderTest {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final List<String> told = new CopyOnWriteArrayList<>();

    private final RecorderListener listener = new RecorderListener() {
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

    @Test
    public void listenersAreToldInOrder() throws InterruptedException {
        ExampleRecorder recorder = new ExampleRecorder(settings("SDI 1", 0), null);
        recorder.addListener(listener);
        recorder.begin(Path.of("A001.mov"), START, Optional.of("10:00:00:00"));
        recorder.end();
        recorder.end();
        recorder.stop();
        assertEquals(List.of("started A001.mov", "stopped A001.mov"), told);
    }

    @Test
    public void aListenerThatComesLateIsToldOfTheRecordingUnderWay() throws InterruptedException {
        ExampleRecorder recorder = new ExampleRecorder(settings("SDI 1", 0), null);
        recorder.begin(Path.of("A001.mov"), START, Optional.empty());
        recorder.addListener(listener);
        recorder.stop();
        assertEquals(List.of("started A001.mov"), told);
        Recording now = recorder.status().recording().orElseThrow();
        assertEquals(Path.of("A001.mov"), now.file());
        assertEquals("as the hardware said", START, now.startedAt());
    }

    @Test
    public void whatHappenedWhileNobodyListenedIsToldToWhoeverComes() throws InterruptedException {
        ExampleRecorder recorder = new ExampleRecorder(settings("SDI 1", 0), null);
        recorder.begin(Path.of("A001.mov"), START, Optional.empty());
        recorder.end();
        recorder.begin(Path.of("A002.mov"), START, Optional.empty());
        recorder.addListener(listener);
        recorder.end();
        recorder.stop();
        assertEquals(List.of("started A001.mov", "stopped A001.mov", "started A002.mov", "stopped A002.mov"), told);
    }

    @Test
    public void itIsHealthyWhileItRuns() throws InterruptedException {
        ExampleRecorder recorder = new ExampleRecorder(settings("SDI 1", 0), null);
        assertTrue(recorder.execute().isOk());
        recorder.stop();
    }

    @Test
    public void settingsThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ExampleRecorder(settings(" ", 0), null));
        assertThrows(IllegalArgumentException.class, () -> new ExampleRecorder(settings("SDI 1", -1), null));
    }

    private static ExampleRecorder.Settings settings(String label, int channel) {
        return new ExampleRecorder.Settings() {
            @Override
            public String label() {
                return label;
            }

            @Override
            public int channel() {
                return channel;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return ExampleRecorder.Settings.class;
            }
        };
    }
}
