package io.rushline.queue.derby;

import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Stands in for a vault: its bytes are not readable as they are, and it knows the purpose again. */
final class XorVault implements Vault {

    private byte key = 0x5a;

    void loseKey() {
        key ^= 0x11;
    }

    @Override
    public Optional<byte[]> get(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void put(String name, byte[] secret) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] seal(String purpose, byte[] clear) {
        byte[] head = (purpose + '\n').getBytes(StandardCharsets.UTF_8);
        byte[] sealed = Arrays.copyOf(head, head.length + clear.length);
        System.arraycopy(clear, 0, sealed, head.length, clear.length);
        return xor(sealed);
    }

    @Override
    public byte[] open(String purpose, byte[] sealed) throws VaultException {
        byte[] head = (purpose + '\n').getBytes(StandardCharsets.UTF_8);
        byte[] opened = xor(sealed);
        if (!Arrays.equals(head, Arrays.copyOf(opened, head.length))) {
            throw new VaultException(VaultException.Code.TAMPERED);
        }
        return Arrays.copyOfRange(opened, head.length, opened.length);
    }

    private byte[] xor(byte[] bytes) {
        byte[] result = bytes.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= key;
        }
        return result;
    }
}
