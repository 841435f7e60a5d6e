package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.status.api.Warning;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.Test;

public class ObstaclesTest {

    private static final Path CLIP = Path.of("/clips/line\nbreak.mov");
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Map<String, Warning> shown = new HashMap<>();
    private final Obstacles obstacles = new Obstacles(new Warnings(warning -> {
        shown.put(warning.code(), warning);
        return () -> shown.remove(warning.code());
    }, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)));

    @Test
    public void aFileThatIsHeldOpenForMinutesIsToldUntilItIsNot() {
        obstacles.held(CLIP, "a program has it open for writing", 0);
        obstacles.held(CLIP, "a program has it open for writing", 4 * MINUTE);
        obstacles.show(4 * MINUTE);
        assertTrue(shown.isEmpty());
        obstacles.show(6 * MINUTE);
        assertEquals("/clips/line?break.mov has not changed for minutes, but a program has it open for writing.",
                shown.get("ingest.folder.held").what());
        obstacles.gone(CLIP);
        obstacles.show(7 * MINUTE);
        assertTrue(shown.isEmpty());
    }

    @Test
    public void aRefusalOfTheQueueIsToldAtOnceUntilItIsOver() {
        obstacles.refused(CLIP, "The disk is full.", "Free space.");
        obstacles.show(0);
        assertEquals("Free space.", shown.get("ingest.folder.refused").todo());
        assertEquals(Warning.Severity.ERROR, shown.get("ingest.folder.refused").severity());
        obstacles.gone(CLIP);
        obstacles.show(0);
        assertTrue(shown.isEmpty());
    }
}
