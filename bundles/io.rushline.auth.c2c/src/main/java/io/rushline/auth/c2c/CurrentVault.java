package io.rushline.auth.c2c;

import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import io.rushline.vault.api.VaultException.Code;
import java.util.Optional;
import java.util.function.Supplier;

/** The vault as it is at each call: one that is replaced is away for a moment, and that ends nothing here. */
final class CurrentVault implements Vault {

    private final Supplier<Vault> current;

    /** @param current null while there is none */
    CurrentVault(Supplier<Vault> current) {
        this.current = current;
    }

    private Vault vault() throws VaultException {
        Vault now = current.get();
        if (now == null) {
            throw new VaultException(Code.UNAVAILABLE, "the vault is not there, or is being replaced", null);
        }
        return now;
    }

    @Override
    public Optional<byte[]> get(String name) throws VaultException {
        return vault().get(name);
    }

    @Override
    public void put(String name, byte[] secret) throws VaultException {
        vault().put(name, secret);
    }

    @Override
    public void remove(String name) throws VaultException {
        vault().remove(name);
    }

    @Override
    public byte[] seal(String purpose, byte[] clear) throws VaultException {
        return vault().seal(purpose, clear);
    }

    @Override
    public byte[] open(String purpose, byte[] sealed) throws VaultException {
        return vault().open(purpose, sealed);
    }
}
