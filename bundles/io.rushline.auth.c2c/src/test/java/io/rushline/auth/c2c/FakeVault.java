package io.rushline.auth.c2c;

import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps secrets in memory; can be full or damaged. */
final class FakeVault implements Vault {

    final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    volatile int writes;
    volatile boolean full;
    /** Its bundle is being replaced. */
    volatile boolean gone;
    volatile boolean damaged;
    volatile String key = "key";

    @Override
    public Optional<byte[]> get(String name) throws VaultException {
        if (damaged && kept.containsKey(name)) {
            throw new VaultException(VaultException.Code.TAMPERED);
        }
        return Optional.ofNullable(kept.get(name));
    }

    @Override
    public void put(String name, byte[] secret) throws VaultException {
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("a database must not be written by an interrupted thread");
        }
        if (gone) {
            throw new NoClassDefFoundError("gone");
        }
        if (full) {
            throw new VaultException(VaultException.Code.UNAVAILABLE);
        }
        kept.put(name, secret.clone());
        writes++;
    }

    @Override
    public void remove(String name) {
        kept.remove(name);
    }

    @Override
    public byte[] seal(String purpose, byte[] clear) {
        return Base64.getEncoder().encode((key + purpose + "\n" + new String(clear, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] open(String purpose, byte[] sealed) throws VaultException {
        String text = new String(Base64.getDecoder().decode(sealed), StandardCharsets.UTF_8);
        if (!text.startsWith(key + purpose + "\n")) {
            throw new VaultException(VaultException.Code.TAMPERED);
        }
        return text.substring(text.indexOf('\n') + 1).getBytes(StandardCharsets.UTF_8);
    }

    String text(String name) {
        return new String(kept.getOrDefault(name, new byte[0]));
    }
}
