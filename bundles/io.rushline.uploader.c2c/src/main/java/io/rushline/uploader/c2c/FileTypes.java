package io.rushline.uploader.c2c;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;

/** Knows the MIME type of a clip by the extension of its name; the table is {@code filetypes.properties}. */
final class FileTypes {

    private static final String ANY = "application/octet-stream";

    private final Properties byExtension = new Properties();

    FileTypes() {
        try (InputStream in = FileTypes.class.getResourceAsStream("filetypes.properties")) {
            byExtension.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("filetypes.properties of this bundle cannot be read", e);
        }
    }

    String of(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return byExtension.getProperty(extension, ANY);
    }
}
