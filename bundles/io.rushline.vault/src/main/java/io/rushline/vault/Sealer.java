package io.rushline.vault;

import io.rushline.vault.api.VaultException;
import io.rushline.vault.api.VaultException.Code;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts with AES-256-GCM. A sealed array is a version byte (1), a nonce of 12 bytes, the ciphertext and a tag of 16 bytes; the version and
 * the purpose are authenticated along. (NIST SP 800-38D, with random nonces: good for 2^32 seals with one key.) Any thread.
 */
final class Sealer {

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int HEAD_BYTES = 1 + NONCE_BYTES;

    private final SecretKey key;
    private final SecureRandom random;

    Sealer(SecretKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    byte[] seal(String purpose, byte[] clear) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = new byte[HEAD_BYTES + clear.length + TAG_BYTES];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(clear, 0, clear.length, sealed, HEAD_BYTES);
            return sealed;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("This Java cannot encrypt with AES-256-GCM", broken);
        }
    }

    byte[] open(String purpose, byte[] sealed) throws VaultException {
        if (sealed.length < HEAD_BYTES + TAG_BYTES || sealed[0] != VERSION) {
            throw new VaultException(Code.TAMPERED);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(sealed, 1, nonce, 0, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, purpose).doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES);
        } catch (AEADBadTagException changed) {
            throw new VaultException(Code.TAMPERED, "", changed);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("This Java cannot decrypt with AES-256-GCM", broken);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(new byte[] {VERSION});
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
