package io.rushline.console.view;

import io.rushline.network.api.SpeedTest;

/** What came of a speed test over one link ({@code NetworkSpeed} in openapi.json). */
public record SpeedView(String link, Long bitsPerSecond, long bytes, String what, String todo) {

    public static SpeedView of(SpeedTest.Speed speed) {
        return new SpeedView(Texts.orNull(speed.link()), speed.bitsPerSecond().isPresent() ? speed.bitsPerSecond().getAsLong() : null, speed.bytes(),
                Texts.orNull(speed.what()), Texts.orNull(speed.todo()));
    }
}
