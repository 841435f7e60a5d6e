package io.rushline.delivery;

import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.Project;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes what was delivered to a project as an ASC MHL manifest, version 2.0 (namespace {@code urn:ASC:MHL:v2.0}): each clip with its size, times
 * and hashes. What the format has no place for, SHA-256 and the asset's id, stands in each hash's {@code metadata}. One thread, once.
 */
final class Manifest {

    static final String MHL = "urn:ASC:MHL:v2.0";
    static final String OWN = "urn:rushline:delivery";

    private static final DateTimeFormatter IN_NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd_HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Origin origin;
    private final XMLStreamWriter xml;
    /** In lower case, since many file systems do not tell cases apart. About 100 bytes a clip. */
    private final Set<String> paths = new HashSet<>();
    private boolean begun;

    /** @param out not closed */
    Manifest(Origin origin, Writer out) throws XMLStreamException {
        this.origin = origin;
        this.xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
    }

    /** The header that names the file as ASC MHL does: number of the generation, name, time. */
    static String attachment(Project project, Instant at) {
        return Texts.attachment("0001_", project.name(), "_" + IN_NAME.format(at) + ".mhl");
    }

    void write(Clips clips) throws XMLStreamException, IOException {
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.setDefaultNamespace(MHL);
        xml.writeStartElement(MHL, "hashlist");
        xml.writeDefaultNamespace(MHL);
        xml.writeAttribute("version", "2.0");
        head();
        clips.<XMLStreamException>each(this::clip);
        if (begun) {
            line(1);
            xml.writeEndElement();
        }
        line(0);
        xml.writeEndElement();
        line(0);
        xml.writeEndDocument();
        xml.flush();
    }

    private void head() throws XMLStreamException {
        line(1);
        xml.writeStartElement(MHL, "creatorinfo");
        line(2);
        text("creationdate", origin.at().truncatedTo(ChronoUnit.SECONDS).toString());
        line(2);
        text("hostname", Texts.forXml(origin.host()));
        line(2);
        xml.writeStartElement(MHL, "tool");
        xml.writeAttribute("version", origin.version());
        xml.writeCharacters("Rushline");
        xml.writeEndElement();
        line(2);
        text("comment", Texts.forXml("Clips that project " + origin.project().name() + " (" + origin.project().id() + ") in Frame.io has acknowledged."));
        line(1);
        xml.writeEndElement();
        line(1);
        xml.writeStartElement(MHL, "processinfo");
        line(2);
        text("process", "transfer");
        line(1);
        xml.writeEndElement();
    }

    private void clip(Item item) throws XMLStreamException {
        // The queue takes no clip as completed without them.
        Checksums checksums = item.checksums().orElseThrow();
        if (!begun) {
            begun = true;
            line(1);
            xml.writeStartElement(MHL, "hashes");
        }
        line(2);
        xml.writeStartElement(MHL, "hash");
        line(3);
        xml.writeStartElement(MHL, "path");
        xml.writeAttribute("size", Long.toString(item.clip().sizeBytes()));
        time("creationdate", Optional.of(item.clip().createdAt()));
        time("lastmodificationdate", Optional.of(item.clip().modifiedAt()));
        xml.writeCharacters(path(item));
        xml.writeEndElement();
        if (checksums.c4().isPresent()) {
            hash("c4", checksums.c4().get(), item.completedAt());
        }
        hash("xxh128", checksums.xxh128(), item.completedAt());
        metadata(item, checksums);
        line(2);
        xml.writeEndElement();
    }

    private void metadata(Item item, Checksums checksums) throws XMLStreamException {
        line(3);
        xml.writeStartElement(MHL, "metadata");
        own("sha256", checksums.sha256());
        if (item.assetId().isPresent()) {
            own("asset", Texts.forXml(item.assetId().get()));
        }
        if (!Texts.fileName(item.clip().name()).equals(item.clip().name())) {
            own("name", Texts.forXml(Texts.visible(item.clip().name())));
        }
        line(3);
        xml.writeEndElement();
    }

    /** The latest clip of a name, which comes first, has the plain name; each earlier one stands in a folder with its number. */
    private String path(Item item) {
        String name = Texts.fileName(item.clip().name());
        return paths.add(name.toLowerCase(Locale.ROOT)) ? name : "item-" + item.id() + "/" + name;
    }

    private void hash(String format, String value, Optional<Instant> at) throws XMLStreamException {
        line(3);
        xml.writeStartElement(MHL, format);
        xml.writeAttribute("action", "original");
        time("hashdate", at);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }

    private void own(String name, String value) throws XMLStreamException {
        line(4);
        xml.writeStartElement("rushline", name, OWN);
        xml.writeNamespace("rushline", OWN);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }

    private void text(String name, String value) throws XMLStreamException {
        xml.writeStartElement(MHL, name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }

    /** A file's time may be any; XML Schema's knows the years 1 to 9999. */
    private void time(String name, Optional<Instant> at) throws XMLStreamException {
        if (at.isPresent() && !at.get().isBefore(Instant.parse("0001-01-01T00:00:00Z")) && at.get().isBefore(Instant.parse("+10000-01-01T00:00:00Z"))) {
            xml.writeAttribute(name, at.get().truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    private void line(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }
}
