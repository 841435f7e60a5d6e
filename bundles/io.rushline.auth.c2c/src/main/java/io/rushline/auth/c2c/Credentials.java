package io.rushline.auth.c2c;

import io.rushline.auth.c2c.ClientFile.Client;
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
 * @param kept   false: good for this run only, since what is kept cannot be opened
 */
record Credentials(String id, String secret, boolean kept) {

    /** Public; only the simulator knows it. */
    static final String DEVELOPMENT = "rushline-development";

    private static final System.Logger LOG = System.getLogger(Credentials.class.getName());
    // where older versions kept them; left there for one that is put back
    private static final String OLD_ID = "auth.c2c.client-id";
    private static final String OLD_SECRET = "auth.c2c.client-secret";

    /**
     * @param home        home directory of the appliance
     * @param given       file with the product's secret, where there is one: moved into our own, in place of one that was there
     * @param environment the secret as the environment gives it; kept as well, so that it need be given only once
     */
    static Credentials load(Vault vault, Path home, Optional<Path> given, Optional<String> environment) throws VaultException, IOException {
        ClientFile file = new ClientFile(vault, home);
        Optional<String> fromFile = given.isPresent() && Files.exists(given.get()) ? secretIn(given.get()) : Optional.empty();
        Optional<String> newSecret = fromFile.or(() -> environment.map(String::strip).filter(text -> !text.isEmpty()));
        Optional<Client> kept;
        try {
            kept = file.read();
        } catch (VaultException closed) {
            if (closed.code() != VaultException.Code.TAMPERED) {
                throw closed;
            }
            LOG.log(System.Logger.Level.ERROR, "The client id and secret in " + file.path() + " cannot be opened: the vault's key is another one. "
                    + "The file is left alone, and a random id is used for this run. Put the key back and restart; or delete the file.", closed);
            return new Credentials(UUID.randomUUID().toString(), newSecret.orElse(DEVELOPMENT), false);
        }
        Client old = kept.isPresent() ? kept.get() : inVault(vault);
        Client client = new Client(old.id(), newSecret.orElse(old.secret()));
        if (!kept.equals(Optional.of(client))) {
            file.write(client);
        }
        if (fromFile.isPresent()) {
            Files.delete(given.get());
            LOG.log(System.Logger.Level.INFO, "The client secret was moved from {0} into {1}.", given.get(), file.path());
        }
        return new Credentials(client.id(), client.secret() == null ? DEVELOPMENT : client.secret(), true);
    }

    private static Client inVault(Vault vault) throws VaultException {
        String id = read(vault, OLD_ID).orElseGet(() -> UUID.randomUUID().toString());
        return new Client(id, read(vault, OLD_SECRET).orElse(null));
    }

    private static Optional<String> secretIn(Path file) throws IOException {
        String secret = Files.readString(file).strip();
        if (secret.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "The file with the client secret, {0}, is empty and was left alone.", file);
            return Optional.empty();
        }
        return Optional.of(secret);
    }

    /** A secret that cannot be opened any more is as good as none. */
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
