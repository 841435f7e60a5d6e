package io.rushline.network.nm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.ProfileFile;
import io.rushline.network.api.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.BeforeClass;
import org.junit.Test;

public class SealedFileTest {

    private static final Secret PASSPHRASE = new Secret("correct horse, bättery");
    private static final int FEW = 1_000;
    private static final String INSIDE = "hunter2-hunter2";
    private static String file;

    @BeforeClass
    public static void seal() throws Exception {
        file = seal(FEW);
    }

    private static String seal(int iterations) throws NetworkException {
        return SealedFile.seal(Map.of("version", 7, "networks", List.of(Map.of("passphrase", INSIDE, "hidden", true))), PASSPHRASE, iterations);
    }

    @Test
    public void whatWasSealedIsThereAgain() throws Exception {
        Props content = SealedFile.open(seal(SealedFile.ITERATIONS) + "\n", PASSPHRASE);
        assertEquals(7, content.number("version", 0));
        assertEquals(INSIDE, content.maps("networks").get(0).text("passphrase").orElseThrow());
        assertTrue(content.maps("networks").get(0).flag("hidden", false));
    }

    @Test
    public void theHeaderSaysHowItIsEncryptedAndNothingElseIsReadable() {
        String[] parts = file.split("\\.");
        String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        assertTrue(SealedFile.ITERATIONS >= 600_000);
        assertTrue(header, header.contains("\"PBES2-HS512+A256KW\"") && header.contains("\"A256GCM\"") && header.contains("\"p2c\":1000") && !header.contains("zip"));
        assertEquals("a key of its own", 5, parts.length);
        assertFalse(new String(Base64.getUrlDecoder().decode(parts[3]), StandardCharsets.ISO_8859_1).contains(INSIDE));
    }

    @Test
    public void aWrongPassphraseIsToldAsSuch() {
        assertEquals(Code.WRONG_PASSPHRASE, refused(file, "correct horse, battery"));
    }

    @Test
    public void aShortPassphraseIsRefusedAndNotShown() {
        for (String passphrase : new String[] {"", "1234567", "x".repeat(1025)}) {
            NetworkException bad = assertThrows(NetworkException.class, () -> SealedFile.seal(Map.of(), new Secret(passphrase), FEW));
            assertEquals(Code.BAD_SETTINGS, bad.code());
            assertTrue(bad.getMessage(), bad.getMessage().contains(passphrase.length() + " characters") && !bad.getMessage().contains("1234567"));
        }
    }

    @Test
    public void whatIsCutOffOrChangedIsDamaged() {
        for (String cut : List.of("", ".", "....", file.substring(0, 20), file.substring(0, file.length() / 2), file.substring(0, file.lastIndexOf('.')),
                "{\"networks\":[]}", "é" + file, file + "." + file)) {
            assertEquals(cut, Code.BAD_FILE, refused(cut, PASSPHRASE.value()));
        }
        assertEquals("its last part is short", Code.BAD_FILE, refused(file.substring(0, file.length() - 4), PASSPHRASE.value()));
        assertEquals("a byte of the content", Code.BAD_FILE, refused(changed(3), PASSPHRASE.value()));
    }

    @Test
    public void nothingOfAFileInAnExceptionIsSecret() {
        StringWriter all = new StringWriter();
        for (String bad : List.of(changed(3), file.substring(0, file.length() - 4))) {
            assertThrows(NetworkException.class, () -> SealedFile.open(bad, PASSPHRASE)).printStackTrace(new PrintWriter(all));
        }
        assertThrows(NetworkException.class, () -> SealedFile.open(file, new Secret("correct horse, battery"))).printStackTrace(new PrintWriter(all));
        assertFalse(all.toString(), all.toString().contains("horse") || all.toString().contains("hunter2"));
    }

    /** A billion would keep it busy for half an hour. */
    @Test(timeout = 60_000)
    public void aFileDoesNotSayHowLongThisDeviceComputes() {
        for (String count : List.of("1000001", "2147483647", "99999999999", "-1", "0")) {
            assertEquals(count, Code.BAD_FILE, refused(header("\"p2c\":1000", "\"p2c\":" + count), PASSPHRASE.value()));
        }
    }

    @Test(timeout = 60_000)
    public void aFileDoesNotSayHowItIsDecrypted() {
        for (String[] other : new String[][] {{"PBES2-HS512+A256KW", "dir"}, {"PBES2-HS512+A256KW", "PBES2-HS256+A128KW"}, {"PBES2-HS512+A256KW", "none"}, {"A256GCM", "A128GCM"},
            {"\"p2c\"", "\"zip\":\"DEF\",\"p2c\""}, {"\"p2c\"", "\"p2d\""}, {"{", "{\"crit\":[\"exp\"],\"exp\":1,"}, {"{", "{".repeat(5_000)}}) {
            assertEquals(other[1], Code.BAD_FILE, refused(header(other[0], other[1]), PASSPHRASE.value()));
        }
    }

    @Test
    public void whatIsEncryptedOtherwiseIsRefusedThoughItsPassphraseIsRight() throws Exception {
        JWEHeader.Builder ours = new JWEHeader.Builder(JWEAlgorithm.PBES2_HS512_A256KW, EncryptionMethod.A256GCM);
        for (JWEHeader other : List.of(ours.compressionAlgorithm(CompressionAlgorithm.DEF).build(), new JWEHeader(JWEAlgorithm.PBES2_HS512_A256KW, EncryptionMethod.A128GCM),
                new JWEHeader(JWEAlgorithm.PBES2_HS256_A128KW, EncryptionMethod.A256GCM))) {
            JWEObject sealed = new JWEObject(other, new Payload(Map.of("version", 1)));
            sealed.encrypt(new PasswordBasedEncrypter(PASSPHRASE.value(), 16, FEW));
            assertEquals(other.toString(), Code.BAD_FILE, refused(sealed.serialize(), PASSPHRASE.value()));
        }
    }

    @Test
    public void oneMebibyteIsTheLimitBothWays() {
        String large = "x".repeat(ProfileFile.LIMIT_BYTES);
        assertEquals(Code.TOO_LARGE, refused(large + "x", PASSPHRASE.value()));
        assertEquals(Code.TOO_LARGE, assertThrows(NetworkException.class, () -> SealedFile.seal(Map.of("name", large), PASSPHRASE, FEW)).code());
    }

    private static Code refused(String text, String passphrase) {
        return assertThrows(NetworkException.class, () -> SealedFile.open(text, new Secret(passphrase))).code();
    }

    /** With another byte in one of its parts. */
    private static String changed(int part) {
        String[] parts = file.split("\\.");
        byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
        bytes[bytes.length / 2] ^= 1;
        parts[part] = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return String.join(".", parts);
    }

    private static String header(String part, String other) {
        String[] parts = file.split("\\.");
        String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8).replace(part, other);
        parts[0] = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));
        return String.join(".", parts);
    }
}
