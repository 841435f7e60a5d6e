package io.rushline.ingest.folder;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells by their names which files and directories are no clips: hidden, temporary, of the system, or excluded by the settings. */
final class NameRules {

    private static final Set<String> SYSTEM_FILES = Set.of("thumbs.db", "desktop.ini");
    private static final Set<String> SYSTEM_DIRECTORIES = Set.of("lost+found", "system volume information", "$recycle.bin");
    private static final List<String> TEMPORARY_ENDS = List.of(".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".aria2", "~");
    /** What downloaders keep beside a file that is still growing: {@code clip.mov.aria2}. */
    private static final List<String> PARTNER_ENDS = List.of(".part", ".partial", ".filepart", ".aria2", ".crdownload");

    private final List<PathMatcher> byName;
    private final List<PathMatcher> byPath;

    /**
     * @param ignore glob patterns; one with a {@code /} is matched against the path below the folder, others against the name
     * @throws java.util.regex.PatternSyntaxException when one is no pattern
     */
    NameRules(List<String> ignore) {
        byName = ignore.stream().filter(pattern -> !pattern.contains("/")).map(NameRules::glob).toList();
        byPath = ignore.stream().filter(pattern -> pattern.contains("/")).map(NameRules::glob).toList();
    }

    private static PathMatcher glob(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    }

    /** @param path below the watched folder */
    boolean ignoresFile(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.startsWith(".") || name.startsWith("~$") || SYSTEM_FILES.contains(name) || TEMPORARY_ENDS.stream().anyMatch(name::endsWith)
                || excluded(path);
    }

    /** @param path below the watched folder */
    boolean ignoresDirectory(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.startsWith(".") || SYSTEM_DIRECTORIES.contains(name) || excluded(path);
    }

    private boolean excluded(Path path) {
        return byName.stream().anyMatch(matcher -> matcher.matches(path.getFileName()))
                || byPath.stream().anyMatch(matcher -> matcher.matches(path));
    }

    /** The files that would say, by being there, that this one is still growing. */
    List<Path> partners(Path file) {
        if (!RelativeName.decodable(file)) {
            return List.of();
        }
        String name = file.getFileName().toString();
        return PARTNER_ENDS.stream().map(end -> file.resolveSibling(name + end)).toList();
    }
}
