package io.rushline.console.event;

import static org.junit.Assert.assertEquals;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import org.junit.Test;

public class ReaderTest {

    private final Browser browser = new Browser();
    private int closes;
    private final Reader reader = new Reader(browser, () -> true, () -> closes++);

    @Test
    public void aReadyBrowserGetsEachFrameAtOnce() {
        reader.offer(bytes("a"));
        reader.offer(bytes("b"));
        assertEquals("a|b|", browser.got.toString());
    }

    @Test
    public void aBusyBrowserGetsWhatHasGatheredWhenItIsReady() {
        browser.ready = false;
        reader.offer(bytes("a"));
        reader.offer(bytes("b"));
        assertEquals("", browser.got.toString());
        browser.ready = true;
        reader.onWritePossible();
        assertEquals("ab|", browser.got.toString());
    }

    @Test
    public void aBrowserThatDoesNotKeepUpIsDroppedOnceAndHoldsNothing() {
        browser.ready = false;
        byte[] frame = new byte[64 * 1024];
        for (int i = 0; i < Reader.MAX_PENDING_BYTES / frame.length; i++) {
            reader.offer(frame);
        }
        assertEquals(0, closes);
        reader.offer(frame);
        assertEquals(1, closes);
        reader.offer(frame);
        reader.onError(new IOException("gone"));
        assertEquals(1, closes);
        browser.ready = true;
        reader.onWritePossible();
        assertEquals("", browser.got.toString());
    }

    @Test
    public void aBrowserThatIsGoneIsDropped() {
        browser.gone = true;
        reader.offer(bytes("a"));
        assertEquals(1, closes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes();
    }

    /** Notes what it gets, and a bar at each flush. */
    private static final class Browser extends ServletOutputStream {
        private final StringBuilder got = new StringBuilder();
        private boolean ready = true;
        private boolean gone;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(int b) throws IOException {
            if (gone) {
                throw new IOException("gone");
            }
            got.append((char) b);
        }

        @Override
        public void flush() {
            got.append('|');
        }
    }
}
