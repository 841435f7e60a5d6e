package io.rushline.auth.c2c;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.io.IOException;
import java.util.Optional;

/** Keeps {@link Saved} in the vault. */
final class Store {

    static final String NAME = "auth.c2c.connection";

    private final JsonMapper json = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private final Vault vault;

    Store(Vault vault) {
        this.vault = vault;
    }

    /** What was kept; {@link VaultException.Code#TAMPERED} also where it is not as we wrote it. */
    Saved load() throws VaultException {
        Optional<byte[]> kept = vault.get(NAME);
        if (kept.isEmpty()) {
            return Saved.EMPTY;
        }
        try {
            return json.readValue(kept.get(), Saved.class);
        } catch (IOException notOurs) {
            // without its cause, whose message quotes what it could not read
            throw new VaultException(VaultException.Code.TAMPERED, "the connection is not in the form it was kept in", null);
        }
    }

    void save(Saved saved) throws VaultException {
        try {
            vault.put(NAME, json.writeValueAsBytes(saved));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of strings and numbers could not be written", impossible);
        }
    }
}
