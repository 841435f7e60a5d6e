package io.rushline.console.view;

import io.rushline.queue.api.QueueSettings;

/** What people decide for the whole queue ({@code QueueSettings} in openapi.json). */
public record SettingsView(boolean manual, boolean paused) {

    public static SettingsView of(QueueSettings settings) {
        return new SettingsView(settings.manual(), settings.paused());
    }
}
