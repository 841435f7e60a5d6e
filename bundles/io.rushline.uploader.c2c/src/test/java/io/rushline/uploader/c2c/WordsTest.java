package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class WordsTest {

    @Test
    public void whatAServerSaysIsOneCleanLine() {
        assertEquals("a b c é 🎬", Words.of(" a\r\n\tb\u0000\u001b\u202e c é 🎬 \ud800"));
        assertEquals("", Words.of(""));
    }

    @Test
    public void itIsCut() {
        assertTrue(Words.of("x".repeat(1_000_000)).length() <= 200);
        assertTrue(Words.of("🎬".repeat(1_000)).length() <= 201);
    }
}
