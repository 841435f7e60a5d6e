package io.rushline.network.nm;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.PasswordBasedDecrypter;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.ProfileFile;
import io.rushline.network.api.Secret;
import java.security.InvalidKeyException;
import java.text.ParseException;
import java.util.Map;

/** JSON in a file that only its passphrase opens: JWE with PBES2-HS512+A256KW and A256GCM (RFC 7516; RFC 7518, 4.8 and 5.3). */
final class SealedFile {

    private static final JWEAlgorithm KEY = JWEAlgorithm.PBES2_HS512_A256KW;
    private static final EncryptionMethod CONTENT = EncryptionMethod.A256GCM;
    static final int ITERATIONS = 600_000;
    private static final int SALT_BYTES = 16;
    private static final int SHORTEST = 8;
    private static final int LONGEST = 1024;

    private SealedFile() {
    }

    static void check(Secret passphrase) throws NetworkException {
        int length = passphrase.value().length();
        Drafts.expect(length >= SHORTEST && length <= LONGEST, "the passphrase has " + length + " characters; " + SHORTEST + " to " + LONGEST + " are expected");
    }

    /**
     * @param content    texts, whole numbers, truth values, and lists and maps of them
     * @param iterations {@link #ITERATIONS}
     */
    static String seal(Map<String, Object> content, Secret passphrase, int iterations) throws NetworkException {
        check(passphrase);
        JWEObject file = new JWEObject(new JWEHeader(KEY, CONTENT), new Payload(content));
        try {
            file.encrypt(new PasswordBasedEncrypter(passphrase.value(), SALT_BYTES, iterations));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible); // each Java has these algorithms
        }
        return limited(file.serialize());
    }

    /**
     * At most {@link PasswordBasedDecrypter#MAX_ALLOWED_ITERATION_COUNT} iterations are done, however many the file wants.
     *
     * @param text from anywhere
     */
    static Props open(String text, Secret passphrase) throws NetworkException {
        check(passphrase);
        JWEObject file = parsed(limited(text.strip()));
        try {
            file.decrypt(new PasswordBasedDecrypter(passphrase.value()));
        } catch (JOSEException shut) {
            throw new NetworkException(shut.getCause() instanceof InvalidKeyException ? Code.WRONG_PASSPHRASE : Code.BAD_FILE, "", shut);
        }
        return Props.of(file.getPayload().toJSONObject());
    }

    private static JWEObject parsed(String text) throws NetworkException {
        try {
            JWEObject file = JWEObject.parse(text);
            JWEHeader header = file.getHeader();
            if (KEY.equals(header.getAlgorithm()) && CONTENT.equals(header.getEncryptionMethod()) && header.getCompressionAlgorithm() == null) {
                return file;
            }
        } catch (ParseException | IllegalArgumentException notOne) {
            throw new NetworkException(Code.BAD_FILE, "", notOne);
        }
        throw new NetworkException(Code.BAD_FILE, "it is not encrypted as this program does it", null);
    }

    private static String limited(String text) throws NetworkException {
        if (text.length() > ProfileFile.LIMIT_BYTES) {
            throw new NetworkException(Code.TOO_LARGE);
        }
        return text;
    }
}
