package io.rushline.fleet.hawkbit;

/** What the server sent is not what its API promises, or leads where nothing is fetched from. The message is for people. */
final class BadAnswer extends Exception {

    private static final long serialVersionUID = 1L;

    BadAnswer(String sentence) {
        super(sentence);
    }

    BadAnswer(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
