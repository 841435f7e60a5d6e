package io.rushline.delivery;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Project;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

public class ManifestTest {

    private static final String C4 = "c43zYcLni5LF9rR4Lg4B8h3Jp8SBwjcnyyeh4bc6gTPHndKuKdjUWx1kJPYhZxYt3zV6tQXpDs2shPsPYjgG81wZM1";

    private final FakeQueue queue = new FakeQueue();

    private String write() throws Exception {
        return write(new Project("p1", "Day 1 & <2>\u0001"));
    }

    private String write(Project project) throws Exception {
        StringWriter text = new StringWriter();
        new Manifest(new Origin(project, "cart-b", "1.0.0", TestServer.NOW, ZoneOffset.UTC), text).write(Clips.of(queue.service(), "p1", Clips.DELIVERED));
        return text.toString();
    }

    /** Read, and found valid by the schema beside this test. */
    private static Document valid(String manifest) throws Exception {
        Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(schema());
        schema.newValidator().validate(new StreamSource(new StringReader(manifest)));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(manifest)));
    }

    /** Another one can be named, as the published one: {@code -Dmhl.schema=/path/ASCMHL.xsd}. */
    private static StreamSource schema() throws Exception {
        String other = System.getProperty("mhl.schema");
        URI uri = other == null ? ManifestTest.class.getResource("mhl-as-written-here.xsd").toURI() : Path.of(other).toUri();
        assertTrue(uri.toString(), Files.isReadable(Path.of(uri)));
        return new StreamSource(uri.toString());
    }

    private static List<String> paths(Document document) {
        NodeList paths = document.getElementsByTagNameNS(Manifest.MHL, "path");
        return IntStream.range(0, paths.getLength()).mapToObj(paths::item).map(Node::getTextContent).toList();
    }

    @Test
    public void aClipStandsThereWithSizeTimesAndHashes() throws Exception {
        queue.items.add(FakeQueue.delivered(1, "A001_C001.mov", new Checksums(FakeQueue.SUMS.sha256(), FakeQueue.SUMS.xxh128(), Optional.of(C4))));
        queue.items.add(FakeQueue.item(2, "B.mov", ItemState.WAITING, Optional.empty(), Optional.empty(), FakeQueue.MADE));
        Document document = valid(write());
        Element root = document.getDocumentElement();
        assertEquals("hashlist", root.getLocalName());
        assertEquals("2.0", root.getAttribute("version"));
        assertEquals("2026-11-24T10:11:12Z", text(root, "creationdate"));
        assertEquals("cart-b", text(root, "hostname"));
        assertEquals("transfer", text(root, "process"));
        assertEquals(List.of("A001_C001.mov"), paths(document));
        Element path = element(root, "path");
        assertEquals("1500000", path.getAttribute("size"));
        assertEquals("2026-11-24T08:00:00Z", path.getAttribute("creationdate"));
        assertEquals("2026-11-24T08:01:00Z", path.getAttribute("lastmodificationdate"));
        assertEquals(FakeQueue.SUMS.xxh128(), text(root, "xxh128"));
        assertEquals("original", element(root, "xxh128").getAttribute("action"));
        assertEquals("2026-11-24T08:04:00Z", element(root, "xxh128").getAttribute("hashdate"));
        assertEquals(C4, text(root, "c4"));
        assertEquals(FakeQueue.SUMS.sha256(), document.getElementsByTagNameNS(Manifest.OWN, "sha256").item(0).getTextContent());
    }

    @Test
    public void aProjectWithNothingDeliveredGivesAValidManifestToo() throws Exception {
        assertEquals(List.of(), paths(valid(write())));
    }

    @Test
    public void clipsOfOneNameHavePathsOfTheirOwn() throws Exception {
        for (long id = 4; id > 0; id--) {
            queue.items.add(FakeQueue.delivered(id, id == 2 ? "a001.MOV" : "A001.mov", FakeQueue.SUMS));
        }
        assertEquals(List.of("A001.mov", "item-3/A001.mov", "item-2/a001.MOV", "item-1/A001.mov"), paths(valid(write())));
    }

    @Test
    public void anyNameIsHeldAndWhatXmlCannotHoldIsNoted() throws Exception {
        String emoji = "🎬 \u202Egnp.<script>&amp;\"'.mov";
        List<String> names = List.of(emoji, "a\u0001b\n\uD800.mov", "..", "a/b");
        for (int i = 0; i < names.size(); i++) {
            queue.items.add(FakeQueue.delivered(i, names.get(i), FakeQueue.SUMS));
        }
        Document document = valid(write());
        assertEquals(List.of(emoji, "a\uFFFDb\uFFFD\uFFFD.mov", "_", "a_b"), paths(document));
        NodeList noted = document.getElementsByTagNameNS(Manifest.OWN, "name");
        assertEquals(3, noted.getLength());
        assertEquals("a\\u{1}b\\u{A}\\u{D800}.mov", noted.item(0).getTextContent());
    }

    @Test
    public void aTimeThatNoCalendarHoldsIsLeftOut() throws Exception {
        queue.items.add(FakeQueue.item(1, "A.mov", ItemState.COMPLETED, Optional.empty(), Optional.of(FakeQueue.SUMS), Instant.parse("+20000-01-01T00:00:00Z")));
        queue.items.add(FakeQueue.item(2, "B.mov", ItemState.COMPLETED, Optional.empty(), Optional.of(FakeQueue.SUMS), Instant.parse("-0001-01-01T00:00:00Z")));
        assertFalse(element(valid(write()).getDocumentElement(), "path").hasAttribute("creationdate"));
    }

    @Test
    public void manyClipsAreReadAPageAtATimeAndNoneStandsTwiceWhenTheListMoves() throws Exception {
        for (long id = 2100; id > 0; id--) {
            queue.items.add(FakeQueue.delivered(id, "A" + id + ".mov", FakeQueue.SUMS));
        }
        List<Item> later = new ArrayList<>();
        queue.beforePage = offset -> {
            if (offset > 0) {
                Item item = FakeQueue.delivered(5000 + later.size(), "later" + later.size() + ".mov", FakeQueue.SUMS);
                later.add(item);
                queue.items.add(0, item);
            }
        };
        List<String> paths = paths(valid(write()));
        Set<String> different = new HashSet<>(paths);
        assertEquals("none twice", paths.size(), different.size());
        assertTrue(IntStream.rangeClosed(1, 2100).allMatch(i -> different.contains("A" + i + ".mov")));
        assertEquals(1000, queue.largestPage);
    }

    @Test
    public void theFileIsNamedAsTheFormatWants() throws Exception {
        assertEquals("attachment; filename=\"0001_Day_1_2026-11-24_101112Z.mhl\"; filename*=UTF-8''0001_Day_1_2026-11-24_101112Z.mhl",
                Manifest.attachment(new Project("p1", "Day 1"), TestServer.NOW));
        String hostile = Manifest.attachment(new Project("p1", "Tåg\"\r\nX: y/../\u202E"), TestServer.NOW);
        assertEquals("attachment; filename=\"0001_T_g___X__y_.._" + "__2026-11-24_101112Z.mhl\"; filename*=UTF-8''0001_T%C3%A5g___X__y_.._"
                + "__2026-11-24_101112Z.mhl", hostile);
        assertTrue(Manifest.attachment(new Project("p1", "😀".repeat(500)), TestServer.NOW).length() < 400);
    }

    private static Element element(Element in, String name) {
        return (Element) in.getElementsByTagNameNS(Manifest.MHL, name).item(0);
    }

    private static String text(Element in, String name) {
        return element(in, name).getTextContent();
    }
}
