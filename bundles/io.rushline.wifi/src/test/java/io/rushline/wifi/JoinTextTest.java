package io.rushline.wifi;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class JoinTextTest {

    @Test
    public void aPhoneReadsNameAndPassword() {
        assertEquals("WIFI:T:WPA;S:Rushline-1a2b;P:abcdefgh2345;;", JoinText.of("Rushline-1a2b", "abcdefgh2345"));
    }

    @Test
    public void whatHasAMeaningThereIsEscaped() {
        assertEquals("WIFI:T:WPA;S:\\\"Caf\\:\\,\u00e9\\\";P:a\\\\b\\;c;;", JoinText.of("\"Caf:,\u00e9\"", "a\\b;c"));
    }
}
