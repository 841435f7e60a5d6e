package io.rushline.queue.derby;

import java.lang.annotation.Annotation;

/** The defaults, unless a test says otherwise. */
final class TestSettings implements DerbyUploadQueue.Settings {

    String[] typePriorities = {};
    int historyDays = 90;

    @Override
    public String[] typePriorities() {
        return typePriorities;
    }

    @Override
    public int historyDays() {
        return historyDays;
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return DerbyUploadQueue.Settings.class;
    }
}
