package io.rushline.wifi;

import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Name and password of the hotspot: made once and kept in the vault, so that a label that was printed stays true. */
record Label(String name, String password) {

    private static final System.Logger LOG = System.getLogger(Label.class.getName());
    private static final String KEPT_AS = "wifi.hotspot";
    /** None that is taken for another one. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 12;
    private static final int DIGITS = 4;

    /** @param address of a radio, {@code 02:00:00:00:1a:2b}; empty: the name ends by chance */
    static Label load(Vault vault, Supplier<Optional<String>> address, SecureRandom chance) throws VaultException {
        Optional<Label> kept = kept(vault);
        if (kept.isPresent()) {
            return kept.get();
        }
        String end = address.get().map(mac -> mac.replace(":", "")).filter(mac -> mac.length() >= DIGITS).map(mac -> mac.substring(mac.length() - DIGITS))
                .orElseGet(() -> String.format(Locale.ROOT, "%04x", chance.nextInt(1 << 4 * DIGITS)));
        String password = IntStream.range(0, LENGTH).mapToObj(i -> String.valueOf(LETTERS.charAt(chance.nextInt(LETTERS.length())))).collect(Collectors.joining());
        Label made = new Label("Rushline-" + end, password);
        made.keep(vault);
        return made;
    }

    private static Optional<Label> kept(Vault vault) throws VaultException {
        try {
            return vault.get(KEPT_AS).map(bytes -> new String(bytes, StandardCharsets.UTF_8).split("\n", 2)).filter(lines -> lines.length == 2)
                    .map(lines -> new Label(lines[0], lines[1]));
        } catch (VaultException lost) {
            if (lost.code() != VaultException.Code.TAMPERED) {
                throw lost;
            }
            LOG.log(System.Logger.Level.WARNING, "Name and password of the hotspot were lost with the vault's key: there are new ones, and a printed label is wrong.", lost);
            return Optional.empty();
        }
    }

    Label with(String newPassword) {
        return new Label(name, newPassword);
    }

    void keep(Vault vault) throws VaultException {
        vault.put(KEPT_AS, (name + "\n" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Label of " + name;
    }
}
