package io.rushline.uploader.c2c;

import io.rushline.queue.api.Reason;
import java.util.Locale;

/** Makes what comes from outside fit for people, rows and logs. */
final class Words {

    private static final int MOST_CHARACTERS = 200;

    private Words() {
    }

    /** On one line, without control, format and private characters, at most 200 long. */
    static String of(String said) {
        StringBuilder clean = new StringBuilder();
        said.codePoints().limit(4L * MOST_CHARACTERS).forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (clean.length() > 0 && clean.charAt(clean.length() - 1) != ' ') {
                    clean.append(' ');
                }
            } else if (printable(c) && clean.length() < MOST_CHARACTERS) {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString().strip();
    }

    /** A reason's code, stable for programs: {@code queue.store-full}. */
    static String code(String family, Enum<?> code) {
        return family + "." + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is wrong, and what to do. */
    static String sentences(Reason reason) {
        return (reason.what() + " " + reason.todo()).strip();
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
