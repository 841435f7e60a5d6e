package io.rushline.ingest.folder;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A path below the watched folder as text that loses nothing. A name that can be decoded is written as it is, with {@code /} between its
 * parts; one whose bytes are no text in the system's encoding as {@code /} and its URI form ({@code /caf%E9.mov}).
 */
final class RelativeName {

    private static final int SHOWN_CHARACTERS = 200;

    private RelativeName() {
    }

    static String of(Path folder, Path path) {
        if (decodable(path)) {
            return folder.relativize(path).toString();
        }
        return "/" + folder.toUri().relativize(path.toUri()).getRawPath();
    }

    static Path resolve(Path folder, String name) {
        if (!name.startsWith("/")) {
            return folder.resolve(name);
        }
        String inFolder = folder.resolve("x").toUri().toString(); // not URI.resolve: it writes file:/, and the JDK keeps the bytes of file:/// only
        return Path.of(URI.create(inFolder.substring(0, inFolder.length() - 1) + name.substring(1)));
    }

    /** Whether the path survives being written as text. The JDK keeps undecodable bytes in a path, but replaces them in its text. */
    static boolean decodable(Path path) {
        try {
            return path.getFileSystem().getPath(path.toString()).equals(path);
        } catch (InvalidPathException e) { // a "?" stands where the encoding has no character
            return false;
        }
    }

    /** For messages: control characters would break a line of a log, and 4 KiB are too much to read. */
    static String shown(Path path) {
        String text = path.toString().replaceAll("\\p{Cntrl}", "?");
        return text.length() <= SHOWN_CHARACTERS ? text : "…" + text.substring(text.length() - SHOWN_CHARACTERS);
    }
}
