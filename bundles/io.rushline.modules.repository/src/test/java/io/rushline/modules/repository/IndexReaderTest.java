package io.rushline.modules.repository;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class IndexReaderTest {

    private static final URI BASE = URI.create("https://vendor.example/stable/index.xml");
    private static final String SHA = "ab".repeat(32);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void bundlesInAnIndexMadeByBndAreRead() throws Exception {
        Path base = folder.getRoot().toPath();
        Path one = BndIndex.jar(base.resolve("jars/one-1.2.0.jar"), "one", "1.2.0", Map.of("Bundle-Description", "The first", "Import-Package", "org.osgi.framework",
                "Export-Package", "one.api;version=1.0.0"));
        Path two = BndIndex.jar(base.resolve("two.jar"), "two;singleton:=true", "2.0.0.beta", Map.of());
        Index index = read(BndIndex.of(base, false, one, two));
        assertEquals(java.util.List.of(), index.leftOut());
        assertEquals(2, index.modules().size());
        Offered first = index.modules().get(0);
        assertEquals("one", first.name());
        assertEquals("1.2.0", first.version().toString());
        assertEquals("The first", first.description());
        assertEquals(URI.create("https://vendor.example/stable/jars/one-1.2.0.jar"), first.address());
        assertEquals(Files.size(one), first.sizeBytes());
        assertEquals(PartFile.sha256(one), first.sha256());
        assertEquals("two-2.0.0.beta.jar", index.modules().get(1).fileName());
    }

    @Test
    public void aCompressedIndexMadeByBndIsRead() throws Exception {
        Path base = folder.getRoot().toPath();
        assertEquals(1, read(BndIndex.of(base, true, BndIndex.jar(base.resolve("a.jar"), "a", "1", Map.of()))).modules().size());
    }

    @Test
    public void aSetOfBundlesIsReadWhenItsOuterManifestNamesABundleOrTheVendorAddsItsIdentity() throws Exception {
        Path base = folder.getRoot().toPath();
        Map<String, String> module = Map.of("Rushline-Module", "set", "Rushline-Module-Version", "3.0.0");
        Path named = BndIndex.jar(base.resolve("named-3.0.0.rlm"), "set", "3.0.0", module);
        Offered byBnd = read(BndIndex.of(base, false, named)).modules().get(0);
        assertEquals("set-3.0.0.rlm", byBnd.fileName());
        Path bare = BndIndex.jar(base.resolve("bare-3.0.0.rlm"), null, null, module);
        Offered added = read(BndIndex.ofModule(base, bare, "set", "3.0.0")).modules().get(0);
        assertEquals("set-3.0.0.rlm", added.fileName());
        assertEquals("Several bundles", added.description());
        assertEquals(PartFile.sha256(bare), added.sha256());
    }

    @Test
    public void referralsAreReadRelativeToTheIndex() throws Exception {
        Index index = read("<repository><referral url='more/index.xml' depth='2'/><referral url='https://other.example/i.xml'/></repository>");
        assertEquals(java.util.List.of(new Index.Referral(URI.create("https://vendor.example/stable/more/index.xml"), 2),
                new Index.Referral(URI.create("https://other.example/i.xml"), Integer.MAX_VALUE)), index.referrals());
    }

    @Test
    public void oneUnusableModuleIsLeftOutAndNamedWhileTheOthersStay() throws Exception {
        Index index = read("<repository>" + resource("good", "1.0", "a.jar", SHA, "5") + resource("no.hash", "1.0", "a.jar", "12", "5")
                + resource("no.size", "1.0", "a.jar", SHA, "-1") + resource("huge", "1.0", "a.jar", SHA, "99999999999999") + resource("plain", "1.0", "http://h/a.jar", SHA, "5")
                + resource("disk", "1.0", "file:///etc/passwd", SHA, "5") + resource("user", "1.0", "https://u:p@h/a.jar", SHA, "5")
                + resource("bad.version", "x.y", "a.jar", SHA, "5") + resource("../name", "1.0", "a.jar", SHA, "5") + "</repository>");
        assertEquals(1, index.modules().size());
        assertEquals(8, index.leftOut().size());
        assertTrue(index.leftOut().get(0), index.leftOut().get(0).startsWith("no.hash: "));
    }

    @Test(timeout = 10_000)
    public void entitiesAreNeitherExpandedNorFetched() {
        StringBuilder laughs = new StringBuilder("<?xml version='1.0'?><!DOCTYPE repository [<!ENTITY l0 'ha'>");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY l").append(i).append(" '").append(("&l" + (i - 1) + ";").repeat(10)).append("'>");
        }
        refused("document type", laughs + "]><repository name='&l29;'/>");
        refused("sign-in", "<!DOCTYPE html><html><body>Welcome</body></html>");
        refused("document type", "<!DOCTYPE repository SYSTEM 'https://127.0.0.1:1/x.dtd'><repository/>");
        refused("no whole XML", "<repository><resource>&unknown;</resource></repository>");
    }

    @Test(timeout = 20_000)
    public void anEndlessIndexIsGivenUpSoon() {
        BadIndex bad = assertThrows(BadIndex.class, () -> new IndexReader().read(BASE, new InputStream() {
            private final byte[] head = "<repository><resource>".getBytes(StandardCharsets.US_ASCII);
            private long at;

            @Override
            public int read() {
                return at < head.length ? head[(int) at++] : ' ';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    bytes[offset + i] = (byte) read();
                }
                return length;
            }
        }));
        assertTrue(bad.getMessage(), bad.getMessage().contains("more than"));
    }

    @Test(timeout = 20_000)
    public void aSmallFileThatUnpacksToFarMoreIsGivenUp() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write("<repository>".getBytes(StandardCharsets.US_ASCII));
            byte[] blanks = new byte[1 << 20];
            Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 32; i++) {
                out.write(blanks);
            }
        }
        assertTrue(assertThrows(BadIndex.class, () -> read(bomb.toByteArray())).getMessage().contains("more than"));
    }

    @Test(timeout = 20_000)
    public void tooManyResourcesAndTooDeepOnesAreRefused() {
        refused("resources", "<repository>" + "<resource/>".repeat(IndexParse.MOST_RESOURCES + 1) + "</repository>");
        refused("nested", "<repository>" + "<a>".repeat(100) + "</repository>");
    }

    @Test
    public void whatIsNoIndexSaysSo() throws Exception {
        refused("sign-in", "<html><body>Welcome to the hotel</body></html>");
        refused("no whole XML", "<!doctype html><html><br></html>");
        refused("no whole XML", "");
        refused("no whole XML", "<repository><resource>");
        byte[] zipped = BndIndex.of(folder.getRoot().toPath(), true, BndIndex.jar(folder.getRoot().toPath().resolve("a.jar"), "a", "1", Map.of()));
        assertTrue(assertThrows(BadIndex.class, () -> read(Arrays.copyOf(zipped, zipped.length / 2))).getMessage().contains("cut off"));
        byte[] broken = zipped.clone();
        Arrays.fill(broken, 20, 60, (byte) 7);
        assertThrows(BadIndex.class, () -> read(broken));
    }

    private static String resource(String name, String version, String url, String sha, String size) {
        return "<resource><capability namespace='osgi.identity'><attribute name='osgi.identity' value='" + name + "'/><attribute name='type' value='osgi.bundle'/>"
                + "<attribute name='version' type='Version' value='" + version + "'/></capability><capability namespace='osgi.content'><attribute name='osgi.content' value='"
                + sha + "'/><attribute name='url' value='" + url + "'/><attribute name='size' type='Long' value='" + size + "'/></capability></resource>";
    }

    private static void refused(String why, String xml) {
        String message = assertThrows(BadIndex.class, () -> read(xml)).getMessage();
        assertTrue(message, message.contains(why));
    }

    private static Index read(String xml) throws BadIndex, IOException {
        return read(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static Index read(byte[] bytes) throws BadIndex, IOException {
        return new IndexReader().read(BASE, new ByteArrayInputStream(bytes));
    }
}
