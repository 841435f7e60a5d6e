package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;

import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import io.rushline.queue.api.Clip;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** The offset is right whatever this device's clock shows, as far as anybody can tell. */
public class AgeTest {

    /** What time it is in truth. */
    private static final Instant TRUE = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration UP = Duration.ofHours(1);
    private static final Duration AGE = Duration.ofMinutes(5);
    private static final List<Duration> WRONG = List.of(Duration.ofDays(-20_000), Duration.ofDays(-730), Duration.ofHours(-2), Duration.ZERO, Duration.ofHours(2), Duration.ofDays(730));

    @Test
    public void whatThisDeviceHasDatedIsComparedWithItself() {
        for (Duration ahead : WRONG) {
            assertEquals(ahead.toString(), AGE.toSeconds(), age(ahead, TRUE.plus(ahead).minus(AGE), true));
        }
    }

    @Test
    public void aCamerasTimeIsComparedWithTheClouds() {
        for (Duration ahead : WRONG) {
            assertEquals(ahead.toString(), AGE.toSeconds(), age(ahead, TRUE.minus(AGE), false));
            assertEquals(ahead.toString(), 86_400 * 7, age(ahead, TRUE.minus(Duration.ofDays(7)), false));
        }
    }

    @Test
    public void theTimeOfAFileOnACardIsTheCamerasToo() {
        for (Duration ahead : List.of(Duration.ofDays(-20_000), Duration.ofDays(-730), Duration.ZERO, Duration.ofDays(730))) {
            assertEquals(ahead.toString(), 86_400, age(ahead, TRUE.minus(Duration.ofDays(1)), true));
        }
    }

    @Test
    public void aRecorderInThisDeviceHasItsClock() {
        for (Duration ahead : List.of(Duration.ofDays(-730), Duration.ofDays(730))) {
            assertEquals(ahead.toString(), AGE.toSeconds(), age(ahead, TRUE.plus(ahead).minus(AGE), false));
        }
    }

    @Test
    public void whatWasMadeBeforeARestartByAClockAheadIsKnownByItsFuture() {
        assertEquals(7_200, age(Duration.ofDays(730), TRUE.plus(Duration.ofDays(730)).minusSeconds(7_200), true));
    }

    @Test
    public void whatTheCloudSaidBeforeTheClockWasSetIsForgotten() {
        Clock clock = Clock.fixed(TRUE, ZoneOffset.UTC);
        NetworkStatus old = new NetworkStatus(List.of(), Reach.ONLINE, Optional.empty(), Optional.of(TRUE.minus(Duration.ofDays(730))), Optional.of(Duration.ofDays(-730)));
        assertEquals(AGE.toSeconds(), new Age(clock, () -> Optional.of(old), UP::toNanos).seconds(clip(TRUE.minus(AGE), false)));
        assertEquals(AGE.toSeconds(), new Age(clock, Optional::empty, UP::toNanos).seconds(clip(TRUE.minus(AGE), false)));
    }

    @Test
    public void nothingIsFromTheFuture() {
        assertEquals(0, age(Duration.ZERO, TRUE.plusSeconds(90), true));
        assertEquals(0, age(Duration.ofHours(2), TRUE.plusSeconds(90), false));
    }

    private static long age(Duration ahead, Instant made, boolean ownTime) {
        Instant now = TRUE.plus(ahead);
        NetworkStatus status = new NetworkStatus(List.of(), Reach.ONLINE, Optional.empty(), Optional.of(now.minusSeconds(100)), Optional.of(ahead));
        return new Age(Clock.fixed(now, ZoneOffset.UTC), () -> Optional.of(status), UP::toNanos).seconds(clip(made, ownTime));
    }

    private static Clip clip(Instant made, boolean ownTime) {
        return new Clip(Path.of("/clips/A.mov"), "A.mov", 1, made, "f", "", made, "folder", 0, 0, ownTime);
    }
}
