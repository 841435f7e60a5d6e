package io.rushline.recorder.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.Test;

public class RecorderSettingsTest {

    private static final String HOME = "/var/lib/rushline";

    private static FileRecorder.Settings settings(String folder, int channel, String files, int quietSeconds) {
        return new FileRecorder.Settings() {
            @Override
            public String folder() {
                return folder;
            }

            @Override
            public String name() {
                return "";
            }

            @Override
            public int channel() {
                return channel;
            }

            @Override
            public String files() {
                return files;
            }

            @Override
            public String triggerFile() {
                return "recording";
            }

            @Override
            public int quietSeconds() {
                return quietSeconds;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return FileRecorder.Settings.class;
            }
        };
    }

    @Test
    public void aFolderIsBelowTheHomeUnlessItIsAbsoluteAndNamesTheRecorder() {
        RecorderSettings read = RecorderSettings.of(settings("capture/sdi1", 0, "[!.]*", 5), HOME);
        assertEquals(Path.of(HOME, "capture/sdi1"), read.folder());
        assertEquals("sdi1", read.name());
        assertEquals(Optional.of(Path.of(HOME, "capture/sdi1/recording")), read.trigger());
        assertEquals(Path.of("/media/sdi1"), RecorderSettings.of(settings("/media/sdi1", 0, "[!.]*", 5), HOME).folder());
    }

    @Test
    public void hiddenFilesAreNoRecordingsUnlessAskedFor() {
        RecorderSettings read = RecorderSettings.of(settings("sdi1", 0, "[!.]*", 5), HOME);
        assertTrue(read.files().matches(Path.of("A001.mov")));
        assertFalse(read.files().matches(Path.of(".A001.mov")));
    }

    @Test
    public void whatCannotBeIsRefusedByItsName() {
        assertTrue(refusal(settings(" ", 0, "*", 5)).startsWith("folder "));
        assertTrue(refusal(settings("/", 0, "*", 5)).startsWith("folder "));
        assertTrue(refusal(settings("a", -1, "*", 5)).startsWith("channel "));
        assertTrue(refusal(settings("a", 0, "*.{mov", 5)).startsWith("files "));
        assertTrue(refusal(settings("a", 0, "*", 0)).startsWith("quietSeconds "));
    }

    private static String refusal(FileRecorder.Settings settings) {
        return assertThrows(IllegalArgumentException.class, () -> RecorderSettings.of(settings, HOME)).getMessage();
    }
}
