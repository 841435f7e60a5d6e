package io.rushline.wifi;

import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps in memory, or says what {@code trouble} says. */
final class FakeVault implements Vault {

    final Map<String, byte[]> kept = new HashMap<>();
    VaultException.Code trouble;

    @Override
    public Optional<byte[]> get(String name) throws VaultException {
        if (trouble != null) {
            throw new VaultException(trouble);
        }
        return Optional.ofNullable(kept.get(name));
    }

    @Override
    public void put(String name, byte[] secret) throws VaultException {
        if (trouble == VaultException.Code.UNAVAILABLE) {
            throw new VaultException(trouble);
        }
        kept.put(name, secret.clone());
    }

    @Override
    public void remove(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] seal(String purpose, byte[] clear) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] open(String purpose, byte[] sealed) {
        throw new UnsupportedOperationException();
    }
}
