package io.rushline.fleet.hawkbit;

/** Texts from elsewhere, made fit for screens and for the server. */
final class Texts {

    private Texts() {
    }

    /** Without control and direction characters, and not too long. @param most characters */
    static String printable(String text, int most) {
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "\uFFFD").strip();
        return clean.length() <= most ? clean : clean.substring(0, most - 1) + "…";
    }
}
