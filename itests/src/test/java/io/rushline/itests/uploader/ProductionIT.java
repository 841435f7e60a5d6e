package io.rushline.itests.uploader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Sha256;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What a production wants to know of its clips: when they were made, that none is sent twice unasked, and a proof of what was delivered. */
public class ProductionIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration NAMED = Duration.ofSeconds(5);
    private static final Path SCHEMA = Path.of("../bundles/io.rushline.delivery/src/test/resources/io/rushline/delivery/mhl-as-written-here.xsd");

    @ClassRule
    public static final Site SITE = new Site();

    @BeforeClass
    public static void pair() {
        SITE.startAppliance();
        SITE.pair();
    }

    @After
    public void mend() {
        SITE.noFaults();
    }

    @Test
    public void aClipThatIsSentAWeekLaterIsAWeekOldToTheSecondAtEachTry() throws Exception {
        Instant made = Instant.ofEpochSecond(Instant.now().minus(WEEK).getEpochSecond());
        Path byHand = movie(SITE.folder("added").resolve("week-by-hand.mov"), made);
        Path watched = movie(SITE.folder("added").resolve("week-watched.mov"), made.plusSeconds(60));
        SITE.faults("{\"status\": [{\"path\": \"/v2/devices/assets\", \"code\": 503, \"count\": 2, \"retryAfterSeconds\": " + NAMED.toSeconds() + "}]}");
        Instant begun = Instant.now();
        SITE.add(byHand);
        watched = Files.move(watched, SITE.clips.resolve(watched.getFileName()));
        isAsOldAs(made, begun, SITE.arrives(byHand, LIMIT));
        isAsOldAs(made.plusSeconds(60), begun, SITE.arrives(watched, LIMIT));
    }

    private static void isAsOldAs(Instant made, Instant begun, JsonNode asset) {
        Instant createdAt = Instant.parse(asset.get("createdAt").asText());
        assertTrue("at a later try", createdAt.isAfter(begun.plus(NAMED)));
        long offset = asset.get("offset").asLong();
        assertTrue(offset + " s before " + createdAt, Math.abs(Duration.between(made, createdAt).toSeconds() - offset) <= 2);
    }

    /** A QuickTime file as a camera writes it that was made at that time, copied just now. */
    private static Path movie(Path file, Instant made) throws IOException {
        int since1904 = (int) (made.getEpochSecond() + 2_082_844_800L);
        byte[] times = ByteBuffer.allocate(100).putInt(0).putInt(since1904).putInt(since1904).putInt(1_000).array();
        byte[] frames = made.toString().repeat(1_000).getBytes(StandardCharsets.ISO_8859_1);
        byte[][] boxes = {box("ftyp", "qt  \0\0\0\0qt  ".getBytes(StandardCharsets.ISO_8859_1)), box("mdat", frames), box("moov", box("mvhd", times))};
        ByteBuffer all = ByteBuffer.allocate(boxes[0].length + boxes[1].length + boxes[2].length);
        return Files.write(file, all.put(boxes[0]).put(boxes[1]).put(boxes[2]).array());
    }

    private static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length).putInt(8 + content.length).put(type.getBytes(StandardCharsets.ISO_8859_1)).put(content).array();
    }

    @Test
    public void theSameContentOnAnotherCardIsAskedAboutAndSentOnlyIfWanted() throws Exception {
        Path clip = SITE.add("card-one.mov", 300_000);
        SITE.arrives(clip, LIMIT);
        Path unwanted = copy(clip, "card-two.mov");
        assertEquals("[{\"code\":\"queue.duplicate\",\"count\":1,\"bytes\":300000}]", SITE.api().get("/api/v1/status").at("/queue/held").toString());
        SITE.api().post("/api/v1/queue/actions", "{\"action\": \"cancel\", \"matching\": {\"reason\": \"queue.duplicate\"}}");
        SITE.item("card-two.mov", "CANCELLED", LIMIT);
        Path wanted = copy(clip, "card-three.mov");
        SITE.sendHeld("queue.duplicate");
        SITE.arrives(wanted, LIMIT);
        assertTrue("the one that was refused is not sent", SITE.assets(unwanted.getFileName().toString()).isEmpty());
        assertEquals("CANCELLED", SITE.item("card-two.mov", "CANCELLED", LIMIT).get("state").asText());
    }

    /** The same content on another card, about which the queue asks. */
    private static Path copy(Path clip, String name) throws IOException {
        Path copy = Files.copy(clip, SITE.folder("card of " + name).resolve(name));
        SITE.add(copy);
        JsonNode held = SITE.item(name, "HELD", LIMIT);
        assertEquals("queue.duplicate", held.at("/reason/code").asText());
        assertEquals(SITE.item(clip.getFileName().toString(), "COMPLETED", LIMIT).get("id"), held.get("duplicateOf"));
        return copy;
    }

    @Test
    public void theManifestOfWhatWasDeliveredIsValidAndHasItsChecksums() throws Exception {
        Path clip = SITE.add("delivered & <proven>.mov", 12_000_000);
        SITE.arrives(clip, LIMIT);
        JsonNode item = SITE.item(clip.getFileName().toString(), "COMPLETED", LIMIT);
        String manifest = Await.until("the manifest", LIMIT, () -> SITE.api().send("GET", "/api/v1/delivery/" + item.get("projectId").asText() + "/manifest.mhl", null),
                answer -> answer.statusCode() == 200).body();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(manifest)));
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(SCHEMA.toFile()).newValidator().validate(new DOMSource(document));
        Element path = path(document, clip.getFileName().toString());
        assertEquals(Long.toString(Files.size(clip)), path.getAttribute("size"));
        Element hash = (Element) path.getParentNode();
        assertEquals(item.get("xxh128").asText(), hash.getElementsByTagNameNS("*", "xxh128").item(0).getTextContent());
        assertEquals(Sha256.of(clip), hash.getElementsByTagNameNS("*", "sha256").item(0).getTextContent());
    }

    private static Element path(Document document, String name) {
        NodeList paths = document.getElementsByTagNameNS("*", "path");
        for (int i = 0; i < paths.getLength(); i++) {
            Node path = paths.item(i);
            if (path.getTextContent().equals(name)) {
                return (Element) path;
            }
        }
        throw new AssertionError("not in the manifest: " + name);
    }
}
