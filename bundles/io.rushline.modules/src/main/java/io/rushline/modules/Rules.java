package io.rushline.modules;

import java.time.Duration;

/**
 * What is set, checked.
 *
 * @param settle    how long a new set has to be healthy until it is kept
 * @param bad       how long a bad answer has to last to count
 * @param trial     after which the host goes back by itself
 * @param idle      how long nothing may have been recorded or sent for an update that waits for this
 * @param mostBytes of a module's file
 */
record Rules(Duration settle, Duration bad, Duration trial, Duration idle, long mostBytes) {

    private static final int TRIAL_BEYOND_SETTLING = 120;

    static Rules of(ModuleUpdates.Settings settings) {
        require("settleSeconds", settings.settleSeconds(), 1, 3600);
        require("badSeconds", settings.badSeconds(), 1, 600);
        require("idleMinutes", settings.idleMinutes(), 1, 1440);
        require("mostMebibytes", settings.mostMebibytes(), 1, 16_384);
        if (settings.trialSeconds() != 0) {
            require("trialSeconds", settings.trialSeconds(), settings.settleSeconds() + 30, 7200);
        }
        return new Rules(Duration.ofSeconds(settings.settleSeconds()), Duration.ofSeconds(settings.badSeconds()),
                Duration.ofSeconds(settings.trialSeconds() == 0 ? settings.settleSeconds() + TRIAL_BEYOND_SETTLING : settings.trialSeconds()),
                Duration.ofMinutes(settings.idleMinutes()), (long) settings.mostMebibytes() << 20);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
