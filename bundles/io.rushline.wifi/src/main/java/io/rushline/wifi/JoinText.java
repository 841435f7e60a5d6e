package io.rushline.wifi;

/** What a QR code says to a phone that is to join a Wi-Fi, as ZXing's "Barcode Contents" has it and cameras of phones read it. */
final class JoinText {

    private JoinText() {
    }

    static String of(String ssid, String password) {
        return "WIFI:T:WPA;S:" + escaped(ssid) + ";P:" + escaped(password) + ";;";
    }

    private static String escaped(String text) {
        return text.replaceAll("[\\\\;,\":]", "\\\\$0");
    }
}
