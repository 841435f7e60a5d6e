package io.rushline.recorder.file;

import static org.junit.Assert.assertEquals;

import io.rushline.recorder.api.RecorderListener;
import io.rushline.recorder.api.Recording;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class ListenersTest {

    private static final Recording TAKE = new Recording("SDI 1", 0, Path.of("A001.mov"), Instant.EPOCH, Optional.empty());

    private final Listeners listeners = new Listeners();
    private final List<String> heard = new ArrayList<>();

    private final RecorderListener hearing = new RecorderListener() {
        @Override
        public void started(Recording recording) {
            heard.add("started");
        }

        @Override
        public void stopped(Recording recording) {
            heard.add("stopped");
        }

        @Override
        public void discarded(Recording recording) {
            heard.add("discarded");
        }
    };

    private final RecorderListener failing = new RecorderListener() {
        @Override
        public void started(Recording recording) {
            throw new IllegalStateException("away");
        }

        @Override
        public void stopped(Recording recording) {
            throw new NoClassDefFoundError("away");
        }

        @Override
        public void discarded(Recording recording) {
            throw new IllegalStateException("away");
        }
    };

    @Test
    public void aListenerThatComesLateIsToldOfTheRecordingUnderWay() {
        listeners.add(hearing, Optional.of(TAKE));
        listeners.add(hearing, Optional.of(TAKE));
        assertEquals(List.of("started"), heard);
    }

    @Test
    public void oneThatFailsKeepsNothingFromTheOthers() {
        listeners.add(failing, Optional.of(TAKE));
        listeners.add(hearing, Optional.empty());
        listeners.started(TAKE);
        listeners.stopped(TAKE);
        listeners.discarded(TAKE);
        listeners.remove(hearing);
        listeners.started(TAKE);
        assertEquals(List.of("started", "stopped", "discarded"), heard);
    }
}
