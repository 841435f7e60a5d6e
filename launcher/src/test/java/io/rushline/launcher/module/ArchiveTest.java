package io.rushline.launcher.module;

import static io.rushline.host.api.ModuleException.Code.HOSTILE;
import static io.rushline.host.api.ModuleException.Code.NOT_A_MODULE;
import static io.rushline.host.api.ModuleException.Code.TAMPERED;
import static io.rushline.host.api.ModuleException.Code.TOO_LARGE;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.Test;

/** What is refused for its form, before a signature is looked at. */
public class ArchiveTest extends StoreTestCase {

    private static final byte[] MANIFEST = text("Manifest-Version: 1.0\n\n");

    /** A zip with a manifest, and what a test does to it. */
    private String refuses(Code code, Consumer<RawZip> change) {
        RawZip zip = new RawZip();
        zip.deflated("META-INF/MANIFEST.MF", MANIFEST);
        change.accept(zip);
        return refuses(code, file("hostile.jar", zip.bytes()));
    }

    @Test
    public void thisTestsOwnZipIsReadToItsEnd() throws Exception {
        RawZip zip = new RawZip();
        zip.deflated("META-INF/MANIFEST.MF", MANIFEST);
        zip.stored("a/b", text("b"));
        zip.stored("a/", new byte[0]);
        RawZip.Entry later = zip.deflated("a/c", text("c"));
        later.flags = 8;
        later.behind = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt((int) later.crc).putInt(later.packed.length).putInt(1).array();
        Archive archive = Archive.read(file("a.jar", zip.bytes()), "a.jar", new Budget(Limits.DEFAULT));
        assertEquals(Set.of("META-INF/MANIFEST.MF", "a/b", "a/c"), archive.files());
        assertEquals(Set.of("a/"), archive.folders());
        assertEquals(new String(MANIFEST, StandardCharsets.UTF_8), new String(archive.text("META-INF/MANIFEST.MF"), StandardCharsets.UTF_8));
    }

    @Test
    public void whatIsNoZipIsNoModule() {
        refuses(NOT_A_MODULE, file("empty.jar", new byte[0]));
        refuses(NOT_A_MODULE, file("text.jar", text("hello ".repeat(100))));
        refuses(NOT_A_MODULE, file("zeros.jar", new byte[4096]));
        refuses(NOT_A_MODULE, file("no-entries.jar", new RawZip().bytes()));
    }

    @Test
    public void aNameThatLeadsOutOfTheFileOrHasNoClearMeaningIsHostile() {
        for (String name : List.of("../evil", "a/../../evil", "..", "/etc/passwd", "a\\b", "..\\evil", "C:/evil", "c:evil", "a\u0000b", "a\nb", "a\u001b[2Jb", "a//b", "./a", "a/./b", "/", "")) {
            String detail = refuses(HOSTILE, zip -> zip.stored(name, text("x")));
            assertFalse("no control characters in " + detail, detail.chars().anyMatch(Character::isISOControl));
        }
        refuses(HOSTILE, zip -> {
            RawZip.Entry entry = zip.stored("xx", text("x"));
            entry.name = new byte[] {'a', (byte) 0xC0};
            entry.localName = entry.name;
        });
    }

    @Test
    public void aNameThatIsThereTwiceIsHostile() {
        for (List<String> names : List.of(List.of("a/A.class", "a/A.class"), List.of("META-INF/MANIFEST.MF"), List.of("a", "a/"), List.of("META-INF/x", "META-INF/X"))) {
            assertTrue(refuses(HOSTILE, zip -> names.forEach(n -> zip.stored(n, n.endsWith("/") ? new byte[0] : text("x")))).contains("twice"));
        }
    }

    @Test
    public void aSecondSpellingOfWhatTheJdkLooksForIsHostile() {
        for (String name : List.of("meta-inf/MANIFEST.MF", "META-INF/Manifest.mf", "Meta-Inf/x.SF", "meta-inf/services/a")) {
            refuses(HOSTILE, zip -> zip.stored(name, text("x")));
        }
    }

    @Test
    public void twoHeadersThatTellDifferentThingsAreHostile() {
        refuses(HOSTILE, zip -> zip.stored("a", text("x")).localName = text("b"));
        refuses(HOSTILE, zip -> zip.stored("a", text("x")).localName = text("ab"));
        refuses(HOSTILE, zip -> zip.stored("a", text("x")).localSize = 2);
        refuses(HOSTILE, zip -> zip.stored("a", text("x")).size = 2);
        refuses(HOSTILE, zip -> zip.stored("a/", text("x")));
    }

    @Test
    public void bytesThatBelongToNoEntryOrToTwoAreHostile() {
        refuses(HOSTILE, zip -> zip.stored("a", text("x")).behind = text("hidden"));
        refuses(HOSTILE, zip -> zip.stored("a", text("x")).behind = new byte[16]);
        refuses(HOSTILE, zip -> zip.stored("b", text("x")).header = 0);
        refuses(HOSTILE, zip -> {
            RawZip.Entry entry = zip.deflated("a", text("x"));
            entry.packed = Arrays.copyOf(entry.packed, entry.packed.length + 9);
        });
        refuses(HOSTILE, zip -> {
            RawZip.Entry entry = zip.deflated("a", text("x"));
            entry.flags = 8;
            entry.behind = new byte[12];
        });
    }

    @Test
    public void encryptedOrOddlyPackedEntriesMakeNoModule() {
        refuses(NOT_A_MODULE, zip -> zip.stored("a", text("x")).flags = 1);
        refuses(NOT_A_MODULE, zip -> zip.stored("a", text("x")).method = 12);
    }

    @Test
    public void contentThatDoesNotFitItsChecksumWasTamperedWith() {
        refuses(TAMPERED, zip -> zip.stored("a", text("x")).crc = 1);
        refuses(TAMPERED, zip -> zip.deflated("a", text("x")).packed = text("no deflate stream"));
        refuses(TAMPERED, zip -> {
            RawZip.Entry entry = zip.deflated("a", text("x".repeat(1000)));
            entry.packed = Arrays.copyOf(entry.packed, entry.packed.length - 2);
        });
    }

    @Test
    public void aBombIsHostileAndIsNotInflatedToItsEnd() {
        assertTrue(refuses(HOSTILE, zip -> zip.deflated("bomb", new byte[64 << 20])).contains("bomb"));
    }

    @Test
    public void whatAHeaderSaysOfASizeIsNotBelieved() {
        assertTrue(refuses(HOSTILE, zip -> {
            RawZip.Entry entry = zip.deflated("liar", new byte[64 << 20]);
            entry.size = 10;
            entry.localSize = 10;
        }).contains("liar"));
        refuses(HOSTILE, zip -> {
            RawZip.Entry entry = zip.deflated("META-INF/X.SF", new byte[64 << 20]);
            entry.size = 10;
            entry.localSize = 10;
        });
    }

    @Test
    public void tooManyEntriesAreTooLarge() {
        assertTrue(refuses(TOO_LARGE, zip -> {
            for (int i = 0; i < 20_001; i++) {
                zip.stored("a" + i, new byte[0]);
            }
        }).contains("20000"));
    }

    @Test
    public void tooManyBytesAreTooLarge() {
        Limits small = new Limits(10_000, 100, 20_000, 5_000, 200);
        RawZip zip = new RawZip();
        zip.deflated("META-INF/MANIFEST.MF", MANIFEST);
        zip.deflated("a", new byte[15_000]);
        zip.deflated("b", new byte[15_000]);
        assertTrue(refuses(store(Clock.systemUTC(), small), TOO_LARGE, file("inflated.jar", zip.bytes())).contains("20000"));
        assertTrue(refuses(store(Clock.systemUTC(), small), TOO_LARGE, file("file.jar", new byte[10_001])).contains("10001"));
        RawZip texts = new RawZip();
        texts.deflated("META-INF/MANIFEST.MF", new byte[5_001]);
        refuses(store(Clock.systemUTC(), small), TOO_LARGE, file("text.jar", texts.bytes()));
    }
}
