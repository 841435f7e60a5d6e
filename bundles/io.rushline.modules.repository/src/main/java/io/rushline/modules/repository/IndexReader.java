package io.rushline.modules.repository;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an OSGi R5 repository index, plain or gzipped. An index comes from outside and is trusted in nothing: no document type, no entities, bounded in bytes, resources
 * and depth.
 */
final class IndexReader {

    /** Of the XML; and of what is downloaded, since gzip makes nothing honest larger. */
    static final int MOST_BYTES = 10 * 1024 * 1024;
    private static final String NOT_AN_INDEX = "This is not an index of modules";
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();

    IndexReader() {
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    /**
     * @param base where it was read from: what addresses in it are relative to
     * @param in   not closed
     * @throws IOException from the stream itself
     */
    Index read(URI base, InputStream in) throws BadIndex, IOException {
        Bounded xml = null;
        try {
            xml = new Bounded(plain(in));
            XMLStreamReader reader = factory.createXMLStreamReader(xml);
            try {
                return new IndexParse(base, reader).index();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException broken) {
            if (xml.trouble != null) {
                throw told(xml.trouble);
            }
            throw new BadIndex(NOT_AN_INDEX + ", or it was cut off: it is no whole XML.", broken);
        } catch (IOException trouble) {
            throw told(trouble);
        }
    }

    private static InputStream plain(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(2);
        boolean zipped = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
        buffered.reset();
        return zipped ? new GZIPInputStream(new Bounded(buffered)) : buffered;
    }

    private static IOException told(IOException trouble) throws BadIndex {
        if (trouble instanceof TooLarge) {
            throw new BadIndex("This index has more than " + MOST_BYTES + " bytes.", trouble);
        }
        if (trouble instanceof ZipException) {
            throw new BadIndex(NOT_AN_INDEX + ": its compression is broken.", trouble);
        }
        if (trouble instanceof EOFException) {
            throw new BadIndex("This index was cut off.", trouble);
        }
        return trouble;
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Ends a stream that does not end, and remembers what went wrong in it, which the parser hides. */
    private static final class Bounded extends FilterInputStream {
        private long left = MOST_BYTES;
        private IOException trouble;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int got = super.read(bytes, offset, length);
                left -= Math.max(got, 0);
                if (left < 0) {
                    throw new TooLarge();
                }
                return got;
            } catch (IOException e) {
                trouble = e;
                throw e;
            }
        }
    }
}
