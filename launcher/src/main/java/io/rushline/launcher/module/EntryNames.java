package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names the entries of a jar may have: relative paths with one meaning everywhere, and each of them once. */
final class EntryNames {

    static final String META_INF = "META-INF/";
    static final String MANIFEST = "META-INF/MANIFEST.MF";

    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*");

    private EntryNames() {
    }

    static String decode(byte[] name, String where) throws ModuleException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
        } catch (CharacterCodingException e) {
            throw new ModuleException(Code.HOSTILE, where + ": the name of an entry is not UTF-8.", e);
        }
    }

    static byte[] encode(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    static void check(Collection<String> names, String where) throws ModuleException {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
            if (!isPlainPath(path)) {
                throw new ModuleException(Code.HOSTILE, where + ": an entry has the name " + readable(name) + ", which leads out of it or has no clear meaning.");
            }
            String upper = name.toUpperCase(Locale.ROOT);
            boolean meta = upper.startsWith(META_INF);
            if (meta && !name.startsWith(META_INF) || upper.equals(MANIFEST) && !name.equals(MANIFEST)) {
                throw new ModuleException(Code.HOSTILE, where + ": " + readable(name) + " differs from what it stands for by upper and lower case.");
            }
            if (!seen.add(meta ? path.toUpperCase(Locale.ROOT) : path)) {
                throw new ModuleException(Code.HOSTILE, where + ": " + readable(name) + " is in it twice.");
            }
        }
    }

    private static boolean isPlainPath(String path) {
        if (path.isEmpty() || path.indexOf('\\') >= 0 || DRIVE.matcher(path).matches() || path.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        for (String step : path.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /** Without what could write over a terminal. */
    private static String readable(String name) {
        String shown = name.codePoints().limit(200).map(c -> Character.isISOControl(c) ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return "\"" + shown + "\"";
    }
}
