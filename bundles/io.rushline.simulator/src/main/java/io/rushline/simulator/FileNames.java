package io.rushline.simulator;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Turns the name of a clip, which may hold any characters, into one that every file system takes. */
final class FileNames {

    private static final int MAX_BYTES = 255;

    private FileNames() { }

    /** Keeps what it can, the extension first; two names may become the same one. */
    static String safe(String name) {
        String clean = name.replaceAll("[\\p{Cntrl}\\p{Cs}/\\\\:*?\"<>|]", "_").strip().replaceAll("[. ]+$", "");
        if (clean.isEmpty()) {
            return "clip";
        }
        String shorter = shorten(clean);
        try {
            return Path.of(shorter).getFileName().toString();
        } catch (InvalidPathException e) { // a file system encoding that lacks these characters, as with LANG=C
            return shorter.replaceAll("[^\\x20-\\x7e]", "_");
        }
    }

    private static String shorten(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= 16 ? name.substring(dot) : "";
        String stem = name.substring(0, name.length() - extension.length());
        while (bytes(stem) + bytes(extension) > MAX_BYTES) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + extension;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
