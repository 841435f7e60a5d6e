package io.rushline.modules.repository;

/** An index that cannot be read, or must not be; the message is a sentence for people. */
final class BadIndex extends Exception {

    private static final long serialVersionUID = 1L;

    BadIndex(String sentence) {
        super(sentence);
    }

    BadIndex(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
