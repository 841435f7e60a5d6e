package io.rushline.fleet.hawkbit;

import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The server's token: given once in a file or the environment, kept in the vault. */
final class Token {

    private static final System.Logger LOG = System.getLogger(Token.class.getName());
    private static final String KEPT_AS = "fleet.hawkbit.token";

    private Token() {
    }

    /**
     * @param given       moved into the vault and deleted, in place of a token that was there
     * @param environment kept as well, so that it need be given only once
     * @return empty: none was ever given
     * @throws IllegalArgumentException what was given is no token; the message does not hold it
     */
    static Optional<String> load(Vault vault, Optional<Path> given, Optional<String> environment) throws VaultException, IOException {
        Optional<String> fromFile = given.isPresent() && Files.exists(given.get()) ? Optional.of(check(Files.readString(given.get()).strip())) : Optional.empty();
        Optional<String> fresh = fromFile.or(() -> environment.map(String::strip).filter(text -> !text.isEmpty()).map(Token::check));
        Optional<String> kept = vault.get(KEPT_AS).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        if (fresh.isPresent() && !fresh.equals(kept)) {
            vault.put(KEPT_AS, fresh.get().getBytes(StandardCharsets.UTF_8));
        }
        if (fromFile.isPresent()) {
            Files.delete(given.get());
            LOG.log(System.Logger.Level.INFO, "The fleet's token was moved from {0} into the vault.", given.get());
        }
        return fresh.or(() -> kept);
    }

    private static String check(String token) {
        if (!token.matches("[\\x21-\\x7e]{1,512}")) {
            throw new IllegalArgumentException("what was given as the token is none: 1 to 512 printable characters in one line, without spaces");
        }
        return token;
    }
}
