package io.rushline.modules;

import java.lang.annotation.Annotation;

/** The defaults, and what a test sets. */
final class TestSettings implements ModuleUpdates.Settings {

    int settleSeconds = 30;
    int trialSeconds;
    int idleMinutes = 5;
    int mostMebibytes = 1;
    boolean dropFolder = true;

    @Override
    public int settleSeconds() {
        return settleSeconds;
    }

    @Override
    public int trialSeconds() {
        return trialSeconds;
    }

    @Override
    public int badSeconds() {
        return 5;
    }

    @Override
    public int idleMinutes() {
        return idleMinutes;
    }

    @Override
    public int mostMebibytes() {
        return mostMebibytes;
    }

    @Override
    public boolean dropFolder() {
        return dropFolder;
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return ModuleUpdates.Settings.class;
    }
}
