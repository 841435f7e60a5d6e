package io.rushline.auth.c2c;

import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Who we are before anybody has paired us (protocol section 2).
 *
 * @param id     of this unit: a random UUID, made at the first start
 * @param secret of this product
 */
record Credentials(String id, String secret) {

    /** Public; only the simulator knows it. */
    static final String DEVELOPMENT = "rushline-development";

    private static final System.Logger LOG = System.getLogger(Credentials.class.getName());
    private static final String ID = "auth.c2c.client-id";
    private static final String SECRET = "auth.c2c.client-secret";

    /**
     * @param file        with the product's secret, where there is one: moved into the vault, in place of one that was there
     * @param environment the secret as the environment gives it; kept in the vault as well, so that it need be given only once
     */
    static Credentials load(Vault vault, Optional<Path> file, Optional<String> environment) throws VaultException, IOException {
        Optional<String> given = environment.map(String::strip).filter(text -> !text.isEmpty());
        if (given.isPresent() && !given.equals(read(vault, SECRET))) {
            vault.put(SECRET, given.get().getBytes(StandardCharsets.UTF_8));
        }
        if (file.isPresent() && Files.exists(file.get())) {
            take(vault, file.get());
        }
        String secret = read(vault, SECRET).orElse(DEVELOPMENT);
        Optional<String> id = read(vault, ID);
        if (id.isEmpty()) {
            id = Optional.of(UUID.randomUUID().toString());
            vault.put(ID, id.get().getBytes(StandardCharsets.UTF_8));
        }
        return new Credentials(id.get(), secret);
    }

    private static void take(Vault vault, Path file) throws VaultException, IOException {
        String secret = Files.readString(file).strip();
        if (secret.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "The file with the client secret, {0}, is empty and was left alone.", file);
            return;
        }
        vault.put(SECRET, secret.getBytes(StandardCharsets.UTF_8));
        Files.delete(file);
        LOG.log(System.Logger.Level.INFO, "The client secret was moved from {0} into the vault.", file);
    }

    /** A secret that cannot be opened any more is as good as none; that it is so was logged. */
    private static Optional<String> read(Vault vault, String name) throws VaultException {
        try {
            return vault.get(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        } catch (VaultException damaged) {
            if (damaged.code() != VaultException.Code.TAMPERED) {
                throw damaged;
            }
            LOG.log(System.Logger.Level.ERROR, "The secret " + name + " in the vault cannot be opened and is replaced.", damaged);
            return Optional.empty();
        }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Credentials";
    }
}
