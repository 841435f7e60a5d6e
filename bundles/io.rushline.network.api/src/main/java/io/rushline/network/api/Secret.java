package io.rushline.network.api;

/**
 * A passphrase, password or private key on its way into NetworkManager's own store. Never shown, never logged, never read back.
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
