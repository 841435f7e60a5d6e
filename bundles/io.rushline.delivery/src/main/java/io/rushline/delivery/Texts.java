package io.rushline.delivery;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Names that may hold any characters, made fit for XML, for the eye and for a file name. */
final class Texts {

    private static final int NAME_LENGTH = 80;
    private static final int ZWNJ = 0x200C;
    private static final int ZWJ = 0x200D;

    private Texts() {
    }

    /** With U+FFFD for whatever XML 1.0 cannot hold or would change: control characters, line ends, lone surrogates, non-characters. */
    static String forXml(String text) {
        return replaced(text, c -> c < 0x20 || c >= 0xD800 && c <= 0xDFFF || c == 0xFFFE || c == 0xFFFF, false);
    }

    /** What cannot be seen, or makes other characters look as if they stood elsewhere, as <code>\\u{202E}</code>. Not yet escaped for HTML. */
    static String visible(String text) {
        return replaced(text, c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            // Persian and emoji need the joiners.
            case Character.FORMAT -> c != ZWNJ && c != ZWJ;
            default -> false;
        }, true);
    }

    private static String replaced(String text, IntPredicate bad, boolean spelled) {
        StringBuilder good = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (!bad.test(c)) {
                good.appendCodePoint(c);
            } else if (spelled) {
                good.append("\\u{").append(Integer.toHexString(c).toUpperCase(Locale.ROOT)).append('}');
            } else {
                good.append('\uFFFD');
            }
        });
        return good.toString();
    }

    /** A path of one step. */
    static String fileName(String name) {
        String step = forXml(name).replace('/', '_');
        return step.isEmpty() || step.equals(".") || step.equals("..") ? "_" : step;
    }

    /** A header that makes a browser save under this name, also where it holds more than ASCII (RFC 6266). */
    static String attachment(String before, String name, String after) {
        String safe = replaced(name, c -> !Character.isLetterOrDigit(c) && "-.".indexOf(c) < 0, false).replace('\uFFFD', '_');
        String some = safe.isEmpty() ? "project" : safe.substring(0, safe.offsetByCodePoints(0, Math.min(NAME_LENGTH, safe.codePointCount(0, safe.length()))));
        String whole = before + some + after;
        return "attachment; filename=\"" + whole.replaceAll("[^\\x20-\\x7E]", "_") + "\"; filename*=UTF-8''"
                + URLEncoder.encode(whole, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
