package io.rushline.modules;

/** Makes texts from outside fit for logs, tables and people. */
final class Text {

    private static final int MOST_NAME = 200;

    private Text() {
    }

    /** A file's name without control characters and what else would fool a reader, and not too long. */
    static String name(String fileName) {
        StringBuilder safe = new StringBuilder();
        fileName.codePoints().limit(MOST_NAME).map(each -> harmless(each) ? each : '?').forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static boolean harmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
