package io.rushline.vault.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps secrets encrypted at rest (AES-GCM; the key is outside the database). Any thread; a write is on disk when it returns. */
@ProviderType
public interface Vault {

    /** The secret of that name, if one is kept. The caller may overwrite the array. */
    Optional<byte[]> get(String name) throws VaultException;

    /** Keeps a secret, in place of one of the same name, in one transaction. */
    void put(String name, byte[] secret) throws VaultException;

    /** Forgets a secret; nothing happens where there is none. */
    void remove(String name) throws VaultException;

    /**
     * Encrypts bytes that another bundle keeps in a table of its own.
     *
     * @param purpose bound to the result: only {@link #open} with the same purpose gives the bytes back
     */
    byte[] seal(String purpose, byte[] clear) throws VaultException;

    /** The bytes that {@link #seal} took; {@link VaultException.Code#TAMPERED} where they are not as they were. */
    byte[] open(String purpose, byte[] sealed) throws VaultException;
}
