package io.rushline.console.view;

/** What the contracts leave empty, the API shows as null. */
final class Texts {

    private Texts() {
    }

    static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
