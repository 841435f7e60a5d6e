package io.rushline.launcher.module;

import static io.rushline.host.api.ModuleException.Code.NOT_TRUSTED;
import static io.rushline.host.api.ModuleException.Code.NOT_VALID_NOW;
import static io.rushline.host.api.ModuleException.Code.UNSIGNED;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.Test;

public class TrustedSignersTest extends StoreTestCase {

    private static final SignedModules.Signer ROOT = SignedModules.authority("Root");
    private static final SignedModules.Signer MIDDLE = SignedModules.issuedBy(ROOT, "Middle", "-ext", "bc:c=ca:true,pathlen:0", "-ext", "ku:c=keyCertSign");
    private static final SignedModules.Signer LEAF = SignedModules.issuedBy(MIDDLE, "Leaf", "-ext", "eku=codeSigning", "-ext", "ku:c=digitalSignature");

    private Path signedBy(SignedModules.Signer signer) {
        return signer.sign(unsigned("a.jar"));
    }

    private void trust(SignedModules.Signer signer) throws IOException {
        Files.writeString(trust.resolve("vendor.pem"), signer.pem());
    }

    private ModuleStore at(Instant now) {
        return store(Clock.fixed(now, ZoneOffset.UTC), Limits.DEFAULT);
    }

    @Test
    public void theVeryCertificateOfASignerIsTrusted() throws Exception {
        assertEquals("CN=Vendor,O=Test", store().add(signedBy(VENDOR)).signer());
    }

    @Test
    public void anAuthorityIsTrustedWithAllItIssued() throws Exception {
        trust(ROOT);
        assertEquals("CN=Leaf,O=Test", store().add(signedBy(LEAF)).signer());
        trust(MIDDLE);
        store().add(signedBy(LEAF));
        trust(LEAF);
        store().add(signedBy(LEAF));
    }

    @Test
    public void aChainThatLeadsElsewhereIsNotTrusted() throws Exception {
        trust(SignedModules.selfSigned("Root", "-ext", "bc:c=ca:true")); // of the same name
        assertTrue(refuses(NOT_TRUSTED, signedBy(LEAF)).contains("CN=Leaf,O=Test"));
        trust(STRANGER);
        assertTrue(refuses(NOT_TRUSTED, signedBy(LEAF)).contains("CN=Leaf,O=Test"));
    }

    @Test
    public void aSignerThatIsNoAuthorityCannotIssue() throws Exception {
        SignedModules.Signer child = SignedModules.issuedBy(LEAF, "Child");
        trust(LEAF);
        refuses(NOT_TRUSTED, signedBy(child));
        trust(ROOT);
        refuses(NOT_TRUSTED, signedBy(child));
        trust(VENDOR);
        refuses(NOT_TRUSTED, signedBy(SignedModules.issuedBy(VENDOR, "Child")));
    }

    @Test
    public void aChainWithAGapIsNotTrusted() throws Exception {
        trust(ROOT);
        refuses(NOT_TRUSTED, signedBy(new SignedModules.Signer(LEAF.key(), List.of(LEAF.chain().get(0)))));
    }

    @Test
    public void aCertificateForOtherPurposesIsNotTrusted() throws Exception {
        trust(ROOT);
        assertTrue(refuses(NOT_TRUSTED, signedBy(SignedModules.issuedBy(ROOT, "Other", "-ext", "eku=serverAuth"))).contains("not for signing code"));
        // the JDK's own reader sees to this one
        assertTrue(refuses(UNSIGNED, signedBy(SignedModules.issuedBy(ROOT, "Other", "-ext", "ku=keyEncipherment"))).contains("not for signatures"));
    }

    @Test
    public void nobodyIsTrustedWithoutCertificates() throws Exception {
        Files.delete(trust.resolve("vendor.pem"));
        assertTrue(refuses(NOT_TRUSTED, signedBy(VENDOR)).contains("No certificate is trusted"));
    }

    @Test
    public void brokenCertificatesAreLeftOutAndTheOthersCount() throws Exception {
        Files.writeString(trust.resolve("a.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Files.writeString(trust.resolve("b.pem"), "");
        Files.createDirectory(trust.resolve("c.pem"));
        store().add(signedBy(VENDOR));
    }

    @Test
    public void aFileOfSeveralCertificatesIsReadWhole() throws Exception {
        Files.writeString(trust.resolve("vendor.pem"), "Ours:\n" + STRANGER.pem() + VENDOR.pem());
        store().add(signedBy(VENDOR));
    }

    @Test
    public void trustAddedWhileItRunsCountsAndTrustTakenAwayDoesNot() throws Exception {
        ModuleStore store = store();
        refuses(store, NOT_TRUSTED, signedBy(STRANGER));
        Files.writeString(trust.resolve("stranger.pem"), STRANGER.pem());
        ModuleFile module = store.add(signedBy(STRANGER));
        store.get(module.sha256());
        Files.delete(trust.resolve("stranger.pem"));
        assertEquals(NOT_TRUSTED, code(() -> store.get(module.sha256())));
    }

    @Test
    public void anExpiredCertificateIsToldWithItsDatesAndTheClock() throws Exception {
        Instant late = VENDOR.chain().get(0).getNotAfter().toInstant().plusSeconds(1);
        String detail = refuses(at(late), NOT_VALID_NOW, signedBy(VENDOR));
        assertTrue(detail, detail.contains(VENDOR.chain().get(0).getNotAfter().toInstant().toString()) && detail.contains(late.toString()));
        trust(ROOT);
        refuses(at(late.plus(Duration.ofDays(1))), NOT_VALID_NOW, signedBy(LEAF));
    }

    @Test
    public void aCertificateThatIsNotValidYetIsTold() throws Exception {
        refuses(at(Instant.EPOCH), NOT_VALID_NOW, signedBy(VENDOR));
        trust(ROOT);
        refuses(at(Instant.EPOCH), NOT_VALID_NOW, signedBy(LEAF));
    }

    @Test
    public void anExpiredStrangerIsAStrangerFirst() {
        refuses(at(Instant.EPOCH), NOT_TRUSTED, signedBy(STRANGER));
    }

    @Test
    public void anInstalledModuleStartsAfterYearsOnAShelfAndWithoutAClock() throws Exception {
        trust(ROOT);
        ModuleFile module = store().add(signedBy(LEAF));
        for (Instant now : List.of(Instant.EPOCH, Instant.now().plus(Duration.ofDays(36_500)))) {
            assertEquals(module, at(now).get(module.sha256()));
        }
    }
}
