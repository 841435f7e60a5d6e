package io.rushline.network.api;

/**
 * A passphrase, password or private key on its way into NetworkManager's own store or, encrypted, to another device. Never shown, never logged.
 *
 * @param value the secret itself
 */
public record Secret(String value) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "secret";
    }
}
