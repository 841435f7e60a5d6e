package io.rushline.recorder.file;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * What one recorder watches, checked.
 *
 * @param name    for people
 * @param channel 0-based recording input
 * @param folder  absolute; the capture program writes into it
 * @param files   which of its names are recordings
 * @param trigger the file that is there while it records; empty: an end is told by silence
 * @param quiet   how long a file that is complete has not changed
 */
record RecorderSettings(String name, int channel, Path folder, PathMatcher files, Optional<Path> trigger, Duration quiet) {

    /**
     * @param home directory of the appliance
     * @throws IllegalArgumentException with what is wrong and what would be right
     */
    static RecorderSettings of(FileRecorder.Settings settings, String home) {
        Path folder = folder(settings.folder(), home);
        String name = settings.name().isBlank() ? folder.getFileName().toString() : settings.name();
        if (settings.channel() < 0) {
            throw new IllegalArgumentException("channel must be 0 or more, but is " + settings.channel() + ".");
        }
        if (settings.quietSeconds() < 1 || settings.quietSeconds() > 3_600) {
            throw new IllegalArgumentException("quietSeconds must be 1 to 3600, but is " + settings.quietSeconds() + ".");
        }
        return new RecorderSettings(name, settings.channel(), folder, files(settings.files()), trigger(settings.triggerFile(), folder),
                Duration.ofSeconds(settings.quietSeconds()));
    }

    private static Path folder(String folder, String home) {
        if (folder == null || folder.isBlank()) {
            throw new IllegalArgumentException("folder is missing: name the folder that the capture program writes into.");
        }
        try {
            Path path = Path.of(home).toAbsolutePath().resolve(folder).normalize();
            if (path.getFileName() == null) {
                throw new IllegalArgumentException("folder must not be the root of the file system: " + folder);
            }
            return path;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("folder is no path on this system: " + folder, e);
        }
    }

    private static PathMatcher files(String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("files must be a glob pattern such as *.{mov,mxf}: " + e.getMessage(), e);
        }
    }

    private static Optional<Path> trigger(String name, Path folder) {
        return name == null || name.isBlank() ? Optional.empty() : Optional.of(folder.resolve(name));
    }
}
