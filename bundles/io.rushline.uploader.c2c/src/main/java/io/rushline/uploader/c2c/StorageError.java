package io.rushline.uploader.c2c;

import java.io.StringReader;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An error as S3 says it: {@code <Error><Code>…</Code><Message>…</Message>…</Error>}.
 *
 * @param code    one of S3's error codes, or anything: it comes from outside
 * @param message for people, not cleaned
 */
record StorageError(String code, String message) {

    private static final int MOST_CHARACTERS = 64 * 1024;

    /** Empty where the body is no such error. */
    static Optional<StorageError> read(String body) {
        if (body.isBlank() || body.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        String code = "";
        String message = "";
        try {
            XMLStreamReader xml = reader(body);
            xml.nextTag();
            xml.require(XMLStreamReader.START_ELEMENT, null, "Error");
            while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "Code" -> code = xml.getElementText();
                    case "Message" -> message = xml.getElementText();
                    default -> xml.getElementText();
                }
            }
        } catch (XMLStreamException e) {
            // Not S3's error, or cut short: what was read up to here still tells what it was.
            return code.isEmpty() ? Optional.empty() : Optional.of(new StorageError(code, message));
        }
        return code.isEmpty() ? Optional.empty() : Optional.of(new StorageError(code, message));
    }

    private static XMLStreamReader reader(String body) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(new StringReader(body));
    }
}
